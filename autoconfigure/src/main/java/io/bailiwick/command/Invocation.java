package io.bailiwick.command;

import org.jspecify.annotations.Nullable;

/**
 * What has to be typed to run a verb of this application, so that a command that is shown
 * can be copied.
 */
final class Invocation {

	private static final String PLACEHOLDER = "java -jar <application>.jar db ";

	private final String prefix;

	/**
	 * Create an invocation.
	 * @param command what the JVM was started with, a jar or a class and its arguments
	 */
	Invocation(@Nullable String command) {
		String started = (command != null) ? command.split(" ", 2)[0] : "";
		this.prefix = started.endsWith(".jar") ? "java -jar %s db ".formatted(started) : PLACEHOLDER;
	}

	static Invocation ofThisProcess() {
		return new Invocation(System.getProperty("sun.java.command"));
	}

	/**
	 * Put the commands in a text into the form in which this application is started.
	 */
	String complete(String text) {
		return text.replace(PLACEHOLDER, this.prefix);
	}

	String command(String arguments) {
		return this.prefix + arguments;
	}

}
