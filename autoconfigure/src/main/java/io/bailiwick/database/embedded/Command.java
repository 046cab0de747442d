package io.bailiwick.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of a PostgreSQL installation and a few of the system.
 */
final class Command {

	private Command() {
	}

	/**
	 * A builder for a program that must not be led astray by what the developer has set
	 * for other PostgreSQL servers.
	 * @param command the program and its arguments
	 * @param directory where to run it: one that it may enter whoever it runs as
	 * @return the builder
	 */
	static ProcessBuilder of(List<String> command, Path directory) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("PG"));
		// macOS refuses to start a server without a valid locale; messages are parsed in
		// English.
		builder.environment().put("LC_ALL", "C");
		return builder;
	}

	/**
	 * Runs a program to its end.
	 * @param command the program and its arguments
	 * @param directory where to run it
	 * @param timeout after which it is killed
	 * @return how it ended
	 * @throws IOException when it cannot be started or does not end in time
	 */
	static Result run(List<String> command, Path directory, Duration timeout) throws IOException {
		Process process = of(command, directory)
			.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
			.start();
		CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
		try {
			// Not "waitFor": it gives up in an interrupted thread, which may be the one
			// that stops
			// the server.
			process.onExit().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
			return new Result(process.exitValue(), output.join().strip());
		}
		catch (CompletionException ex) {
			throw new IOException("'%s' did not end within %s".formatted(command.get(0), timeout), ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String read(Process process) {
		try (InputStream stream = process.getInputStream()) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How a program ended.
	 *
	 * @param exitCode 0 for success
	 * @param output what it wrote, to either stream
	 */
	record Result(int exitCode, String output) {

		boolean successful() {
			return this.exitCode == 0;
		}

	}

}
