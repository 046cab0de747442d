package io.bailiwick.sample.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application in a process of its own.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/** What is set on the machine of whoever runs the tests must not change them. */
	static final Pattern FOREIGN = Pattern
		.compile("(.+_)?(DATABASE_URL|DB_[A-Z_]+)|(SPRING|SERVER|BAILIWICK|MANAGEMENT)_.+|JAVA_TOOL_OPTIONS");

	private final Process process;

	private final Path log;

	private ApplicationProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Start an application.
	 * @param directory where to run it
	 * @param environment additional environment variables
	 * @param arguments the arguments of the program {@code java}
	 */
	static ApplicationProcess start(Path directory, Map<String, String> environment, List<String> arguments)
			throws IOException {
		Path log = Files.createTempFile(directory, "application-", ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// Less to compile and less memory: many of them run at once.
		command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> FOREIGN.matcher(name).matches());
		builder.environment().putAll(environment);
		return new ApplicationProcess(builder.start(), log);
	}

	String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the application has written something.
	 * @throws AssertionError if it ends without having done so
	 */
	ApplicationProcess awaitOutput(String text) throws Exception {
		Await.until(() -> {
			boolean alive = this.process.isAlive();
			boolean written = output().contains(text);
			if (!written && !alive) {
				throw new AssertionError("Ended with code %d without writing '%s':%n%s"
					.formatted(this.process.exitValue(), text, output()));
			}
			return written;
		}, () -> "'%s' is not in the output:%n%s".formatted(text, output()));
		return this;
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Wait until the application ends by itself.
	 * @return its exit code
	 */
	int awaitExit() throws Exception {
		Await.until(() -> !this.process.isAlive(), () -> "Still running:%n%s".formatted(output()));
		return this.process.exitValue();
	}

	/**
	 * The port of the application's web server, once it has one.
	 */
	int port() throws Exception {
		awaitOutput("Tomcat started on port");
		Matcher port = PORT.matcher(output());
		if (!port.find()) {
			throw new AssertionError(output());
		}
		return Integer.parseInt(port.group(1));
	}

	HttpResponse<String> get(String path) throws Exception {
		return send(HttpRequest.newBuilder(uri(path)).GET());
	}

	HttpResponse<String> post(String path, String json) throws Exception {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	private URI uri(String path) throws Exception {
		return URI.create("http://localhost:" + port() + path);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient()
			.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * End it as {@code kill -9} does.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Ask it to end, with SIGTERM, and wait until it has.
	 */
	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(1, TimeUnit.MINUTES)) {
			kill();
			throw new AssertionError("Had to be killed:%n%s".formatted(output()));
		}
	}

}
