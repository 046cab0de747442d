package io.bailiwick.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.bailiwick.benchmarks.startup.StartedProcess.Startup;
import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;

import org.springframework.util.FileSystemUtils;

/**
 * Measures how long both applications take to start with nothing to migrate, alternately
 * and each time in a new process, on a PostgreSQL of its own. Writes to a temporary
 * directory only.
 */
public final class StartupBenchmark {

	private static final int DEFAULT_ROUNDS = 15;

	private static final int WARM_UP_ROUNDS = 2;

	private StartupBenchmark() {
	}

	/**
	 * Run the benchmark.
	 * @param args the number of rounds, then options of the JVMs to start
	 * @throws Exception if an application does not start
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
		List<String> options = List.of(args).subList(Math.min(1, args.length), args.length);
		Path directory = Files.createTempDirectory("startup-benchmark");
		try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServerSettings.in(directory.resolve("postgresql"))
			.withCacheDirectory(directory.resolve("cache")))) {
			run(directory, new StartedProcess(server, directory.resolve("application.log"), options), rounds);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static void run(Path directory, StartedProcess process, int rounds)
			throws IOException, InterruptedException, SQLException {
		Variant plain = Variant.plain(Files.createDirectory(directory.resolve("plain")));
		Variant starter = Variant.starter(Files.createDirectory(directory.resolve("starter")));
		createDatabases(process.server(), plain, starter);
		Report report = new Report();
		for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
			// Whoever goes first finds a machine that has had a moment of rest.
			boolean plainFirst = round % 2 == 0;
			Startup first = process.measure(plainFirst ? plain : starter);
			Startup second = process.measure(plainFirst ? starter : plain);
			System.out.printf("%s %d: %s%n", (round > 0) ? "round" : "warm-up", round,
					plainFirst ? List.of(first, second) : List.of(second, first));
			if (round > 0) {
				report.add(plainFirst ? first : second, plainFirst ? second : first);
			}
		}
		report.print(System.out);
	}

	private static void createDatabases(EmbeddedServer server, Variant... variants) throws SQLException {
		try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.username(),
				server.password()); Statement statement = connection.createStatement()) {
			for (Variant variant : variants) {
				statement.execute("CREATE DATABASE " + variant.name());
			}
		}
	}

}
