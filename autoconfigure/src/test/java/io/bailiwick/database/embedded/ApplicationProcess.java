package io.bailiwick.database.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link ServerApplication} that runs.
 */
final class ApplicationProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final List<String> lines = new ArrayList<>();

	private ApplicationProcess(Process process) {
		this.process = process;
		this.output = process.inputReader();
	}

	static ApplicationProcess run(Path directory) throws IOException {
		return run(List.of(), List.of(), classpath(), directory.toString(), TestServers.CACHE.toString());
	}

	static ApplicationProcess run(List<String> prefix, List<String> options, String classpath, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
		command.addAll(options);
		command.addAll(List.of("-cp", classpath, ServerApplication.class.getName()));
		command.addAll(List.of(arguments));
		return new ApplicationProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	static String classpath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * Reads until a line that starts with a word.
	 * @param word the word
	 * @return the rest of that line
	 */
	String await(String word) throws IOException {
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			this.lines.add(line);
			if (line.startsWith(word + " ")) {
				return line.substring(word.length() + 1);
			}
		}
		throw new AssertionError("No line '%s' in:%n%s".formatted(word, String.join("\n", this.lines)));
	}

	long pid() {
		return this.process.pid();
	}

	void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	void terminate() {
		this.process.destroy();
		awaitEnd();
	}

	void awaitEnd() {
		assertThat(this.process.onExit()).succeedsWithin(Duration.ofSeconds(60));
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public void close() throws IOException {
		this.process.getOutputStream().close();
		awaitEnd();
	}

}
