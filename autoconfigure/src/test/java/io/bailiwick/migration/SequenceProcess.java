package io.bailiwick.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres.Database;

/**
 * Another process that migrates or undoes, to be killed while it does.
 */
public final class SequenceProcess implements AutoCloseable {

	static final String APPLICATION = "sequence-process";

	private static final String READY = "ready";

	private static final String FINISHED = "finished";

	private final Process process;

	private final BufferedReader output;

	private SequenceProcess(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Start a process, which waits until it is told what to do.
	 */
	static SequenceProcess start(Database database, Path folder) {
		try {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp",
					System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
					SequenceProcess.class.getName(), database.url(), database.username(), database.password(),
					folder.toString())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			return new SequenceProcess(process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until it is there, and tell it what to do.
	 * @return is completed with what it says when it has done it; with {@code null} if it
	 * is killed before
	 */
	CompletableFuture<String> tell(String command) {
		awaitLine(READY);
		writeLine(command);
		return CompletableFuture.supplyAsync(() -> awaitLine(FINISHED));
	}

	private void writeLine(String line) {
		try {
			this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String awaitLine(String beginning) {
		try {
			String line = this.output.readLine();
			while (line != null && !line.startsWith(beginning)) {
				line = this.output.readLine();
			}
			return line;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Kill it as {@code kill -9} does.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
			throw new AssertionError("The process does not end");
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * Do what the first line of the input says.
	 */
	public static void main(String[] arguments) throws IOException {
		Database database = new Database(arguments[0], arguments[1], arguments[2]);
		try (TestMigrations migrations = SequenceRun.migrations(database, new MigrationFolder(Path.of(arguments[3])))) {
			migrations.pool().addDataSourceProperty("ApplicationName", APPLICATION);
			System.out.println(READY);
			String command = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
			if (command == null) {
				return;
			}
			try {
				if (command.equals("migrate")) {
					migrations.build().migrate();
				}
				else {
					migrations.build().undo(UndoRequest.newest(Integer.parseInt(command)).force());
				}
				System.out.println(FINISHED);
			}
			catch (RuntimeException ex) {
				System.out.println(FINISHED + ": " + String.valueOf(ex.getMessage()).lines().findFirst().orElse(""));
			}
		}
	}

}
