package io.bailiwick.benchmarks.startup;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bailiwick.database.embedded.EmbeddedServer;

/**
 * Starts an application in a process of its own and stops it when it has answered.
 *
 * @param server the server that has the databases
 * @param log where the application writes
 * @param options options of its JVM
 */
record StartedProcess(EmbeddedServer server, Path log, List<String> options) {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(2);

	private static final Pattern STARTED = Pattern.compile("Started \\S+ in ([0-9.]+) seconds");

	/**
	 * Starts the application once.
	 * @param variant the application
	 * @return how long it took
	 */
	Startup measure(Variant variant) throws IOException, InterruptedException {
		int port = freePort();
		long start = System.nanoTime();
		Process process = new ProcessBuilder(command(variant, port)).redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
		try {
			awaitAnswer(process, URI.create("http://127.0.0.1:" + port + "/transfers/count"), start);
			Duration untilAnswer = Duration.ofNanos(System.nanoTime() - start);
			Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
			return new Startup(untilAnswer, startedIn(), cpu);
		}
		finally {
			process.destroy();
			if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
	}

	private List<String> command(Variant variant, int port) {
		List<String> command = new ArrayList<>();
		command.add(ProcessHandle.current().info().command().orElse("java"));
		command.addAll(this.options);
		command.addAll(List.of("-cp", variant.classPath(), BenchmarkApplication.class.getName()));
		command.add("--server.port=" + port);
		command.add("--spring.datasource.url=" + this.server.jdbcUrl().replaceFirst("[^/]+$", variant.database()));
		command.add("--spring.datasource.username=" + this.server.username());
		command.add("--spring.datasource.password=" + this.server.password());
		command.addAll(variant.arguments());
		return command;
	}

	private void awaitAnswer(Process process, URI uri, long start) throws IOException {
		while (!answers(uri)) {
			if (!process.isAlive() || System.nanoTime() - start > TIMEOUT.toNanos()) {
				throw new IllegalStateException("No answer from %s:%n%s".formatted(uri, Files.readString(this.log)));
			}
			LockSupport.parkNanos(POLL_INTERVAL.toNanos());
		}
	}

	private static boolean answers(URI uri) {
		try {
			return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Duration startedIn() throws IOException {
		Matcher matcher = STARTED.matcher(Files.readString(this.log));
		if (!matcher.find()) {
			throw new IllegalStateException("No start-up time in '%s'".formatted(this.log));
		}
		return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * 1000));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/**
	 * How long one start took.
	 *
	 * @param untilAnswer from starting the process to its first answer, which has a row
	 * from the database
	 * @param startedIn what Spring Boot logs
	 * @param cpu the time of all processors until the first answer
	 */
	record Startup(Duration untilAnswer, Duration startedIn, Duration cpu) {

	}

}
