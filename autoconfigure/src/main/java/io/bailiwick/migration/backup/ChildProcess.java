package io.bailiwick.migration.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs a program that ends with us: it is ended when we are interrupted or stopped.
 */
final class ChildProcess {

	private ChildProcess() {
	}

	/**
	 * Run a program.
	 * @param variables what is added to the environment, in which nothing of libpq's
	 * remains
	 * @return its exit code
	 */
	static int run(List<String> command, Map<String, String> variables, Consumer<String> output,
			Consumer<String> errors) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command);
		// PGOPTIONS or PGSERVICE would lead it astray, and PGSSLMODE make it less safe.
		builder.environment().keySet().removeIf((name) -> name.startsWith("PG") && !name.equals("PGPASSFILE"));
		builder.environment().put("LC_ALL", "C");
		builder.environment().putAll(variables);
		Process process = builder.start();
		Thread stop = new Thread(process::destroy, "bailiwick-stop-child");
		Runtime.getRuntime().addShutdownHook(stop);
		try {
			process.getOutputStream().close();
			Thread reader = new Thread(() -> read(process.errorReader(), errors), "bailiwick-read-child");
			reader.setDaemon(true);
			reader.start();
			read(process.inputReader(), output);
			int exit = process.waitFor();
			reader.join();
			return exit;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while '%s' was running".formatted(command.get(0)));
		}
		finally {
			process.destroy();
			forget(stop);
		}
	}

	private static void forget(Thread stop) {
		try {
			Runtime.getRuntime().removeShutdownHook(stop);
		}
		catch (IllegalStateException ex) {
			// We are being stopped, and it runs.
		}
	}

	private static void read(BufferedReader reader, Consumer<String> lines) {
		try (reader) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.accept(line);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
