package io.bailiwick.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a command line, told apart by whom they are for: options with a dot in
 * their name are properties of the application, as everywhere in Spring Boot.
 *
 * @param springs those for Spring Boot
 * @param ours those for the command
 */
record SpringArguments(List<String> springs, List<String> ours) {

	static SpringArguments split(List<String> arguments) {
		List<String> springs = new ArrayList<>();
		List<String> ours = new ArrayList<>();
		arguments.forEach((argument) -> (isForSpring(argument) ? springs : ours).add(argument));
		return new SpringArguments(List.copyOf(springs), List.copyOf(ours));
	}

	boolean debug() {
		return this.springs.stream().anyMatch((argument) -> name(argument).matches("debug|trace"));
	}

	private static boolean isForSpring(String argument) {
		String name = name(argument);
		return name.contains(".") || name.equals("debug") || name.equals("trace");
	}

	/**
	 * The name of an option, or an empty string if it is none.
	 */
	private static String name(String argument) {
		return argument.startsWith("--") ? argument.substring(2).split("=", 2)[0] : "";
	}

}
