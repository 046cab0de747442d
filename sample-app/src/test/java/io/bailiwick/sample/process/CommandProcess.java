package io.bailiwick.sample.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command of an application, run in a process of its own to its end.
 *
 * @param code the exit code
 * @param out what it wrote as its result
 * @param err what else it said
 */
record CommandProcess(int code, String out, String err) {

	/**
	 * Run a command without a terminal, as a deployment job does.
	 * @param directory where to run it
	 * @param environment additional environment variables
	 * @param arguments the arguments of the program {@code java}
	 */
	static CommandProcess run(Path directory, Map<String, String> environment, List<String> arguments)
			throws Exception {
		return run(directory, environment, java(arguments), "");
	}

	/**
	 * Run a command at a terminal.
	 * @param typed what is typed there
	 */
	static CommandProcess runAtTerminal(Path directory, Map<String, String> environment, List<String> arguments,
			String typed) throws Exception {
		return run(directory, environment,
				List.of("script", "--quiet", "--return", "--command", String.join(" ", java(arguments)), "/dev/null"),
				typed);
	}

	/**
	 * What somebody reads who sees both.
	 */
	String text() {
		return this.out + this.err;
	}

	JsonNode json() {
		return JsonMapper.shared().readTree(this.out);
	}

	private static List<String> java(List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(arguments);
		return command;
	}

	private static CommandProcess run(Path directory, Map<String, String> environment, List<String> command,
			String typed) throws IOException, InterruptedException {
		Path out = Files.createTempFile(directory, "command-", ".out");
		Path err = Files.createTempFile(directory, "command-", ".err");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().keySet().removeIf((name) -> ApplicationProcess.FOREIGN.matcher(name).matches());
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			process.outputWriter().append(typed).close();
			if (!process.waitFor(2, TimeUnit.MINUTES)) {
				throw new AssertionError(
						"Still running:%n%s%n%s".formatted(Files.readString(out), Files.readString(err)));
			}
			return new CommandProcess(process.exitValue(), Files.readString(out), Files.readString(err));
		}
		finally {
			process.destroyForcibly();
		}
	}

}
