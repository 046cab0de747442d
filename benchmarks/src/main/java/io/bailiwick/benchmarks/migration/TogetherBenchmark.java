package io.bailiwick.benchmarks.migration;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;

import org.springframework.util.FileSystemUtils;

/**
 * Measures how long processes that start together with one migration of three seconds
 * wait for each other: from when the first of them returns from migrating until the last
 * one does. Once with the starter, and once with plain Flyway.
 * <p>
 * All processes begin to migrate at the same moment, when each of them has started: 20
 * JVMs that start at once are bound by the processor, and not by a lock.
 */
public final class TogetherBenchmark {

	private static final int DEFAULT_PROCESSES = 20;

	private TogetherBenchmark() {
	}

	/**
	 * Run the benchmark.
	 * @param args the number of processes
	 * @throws Exception if the server or a process fails
	 */
	public static void main(String[] args) throws Exception {
		int processes = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_PROCESSES;
		Path directory = Files.createTempDirectory("together-benchmark");
		try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServerSettings.in(directory.resolve("postgresql"))
			.withCacheDirectory(directory.resolve("cache"))
			.withParameter("max_connections", "200"))) {
			Path files = Files.createDirectories(directory.resolve("db/migration/users"));
			Files.writeString(files.resolve("V1__create.sql"), "CREATE TABLE a (id int); SELECT pg_sleep(3);");
			System.out.println("| " + processes + " processes | first up | median | last up | last after first |");
			System.out.println("| --- | --- | --- | --- | --- |");
			for (String way : List.of("starter", "plain Flyway")) {
				print(way, run(server, directory, way, processes));
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static long[] run(EmbeddedServer server, Path directory, String way, int count) throws Exception {
		String database = way.replace(' ', '_').toLowerCase(Locale.ROOT);
		try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.username(),
				server.password()); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + database);
		}
		String url = server.jdbcUrl().replace("/postgres", "/" + database);
		List<Process> processes = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
						TogetherProcess.class.getName(), url, server.username(), server.password(),
						directory.toString(), way)
					.redirectError(ProcessBuilder.Redirect.DISCARD)
					.start());
			}
			List<BufferedReader> outputs = new ArrayList<>();
			for (Process process : processes) {
				outputs.add(
						new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
			}
			for (BufferedReader output : outputs) {
				await(output, TogetherProcess.READY);
			}
			for (Process process : processes) {
				process.getOutputStream().write('\n');
				process.getOutputStream().flush();
			}
			long[] times = new long[count];
			for (int i = 0; i < count; i++) {
				times[i] = Long.parseLong(await(outputs.get(i), TogetherProcess.DONE));
			}
			Arrays.sort(times);
			return times;
		}
		finally {
			processes.forEach(Process::destroyForcibly);
		}
	}

	private static String await(BufferedReader output, String prefix) throws Exception {
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length()).strip();
			}
		}
		throw new IllegalStateException("A process has ended without '" + prefix + "'");
	}

	private static void print(String way, long[] times) {
		System.out.printf(Locale.ROOT, "| %s | %d ms | %d ms | %d ms | **%d ms** |%n", way, times[0],
				times[times.length / 2], times[times.length - 1], times[times.length - 1] - times[0]);
	}

}
