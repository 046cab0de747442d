package io.bailiwick.migration.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A program of PostgreSQL that has been found.
 *
 * @param path where it is
 * @param version its version, for instance {@code 16.4}
 * @param major its major version
 */
record Program(Path path, String version, int major) {

	private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

	private static final int KEPT_LINES = 8;

	/**
	 * Ask a program what it is.
	 * @return the program, or {@code null} if it does not run
	 */
	static @Nullable Program of(Path path) {
		try {
			List<String> output = new ArrayList<>();
			int exit = ChildProcess.run(List.of(path.toString(), "--version"), Map.of(), output::add, (line) -> {
			});
			Matcher matcher = VERSION.matcher(String.join(" ", output));
			return (exit == 0 && matcher.find())
					? new Program(path, matcher.group(1), Integer.parseInt(matcher.group(2))) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Run the program to its end.
	 * @param environment the variables of libpq
	 * @param output what takes the lines of its output
	 * @param progress what takes the lines in which it says what it does
	 * @throws Failed if it ends with an error
	 */
	void run(List<String> arguments, Map<String, String> environment, Consumer<String> output,
			Consumer<String> progress) throws Failed {
		List<String> command = new ArrayList<>(List.of(this.path.toString()));
		command.addAll(arguments);
		List<String> told = new ArrayList<>();
		try {
			int exit = ChildProcess.run(command, environment, output, (line) -> {
				if (line.contains("error:") || !line.matches("pg_\\w+: .*")) {
					told.add(line);
				}
				progress.accept(line);
			});
			if (exit != 0) {
				String reason = told.stream().limit(KEPT_LINES).collect(Collectors.joining(System.lineSeparator()));
				throw new Failed(reason.isEmpty() ? "it ended with the code " + exit : reason, null);
			}
		}
		catch (IOException ex) {
			throw new Failed(String.valueOf(ex.getMessage()), ex);
		}
	}

	@Override
	public String toString() {
		return "%s %s".formatted(this.path.getFileName(), this.version);
	}

	/**
	 * Thrown when a program ends with an error.
	 */
	static final class Failed extends Exception {

		Failed(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

		/**
		 * What the program said, indented.
		 */
		String quoted() {
			return String.valueOf(getMessage())
				.lines()
				.map((line) -> "    " + line)
				.collect(Collectors.joining(System.lineSeparator()));
		}

	}

}
