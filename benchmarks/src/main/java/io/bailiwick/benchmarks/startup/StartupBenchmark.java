package io.bailiwick.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.benchmarks.startup.StartedProcess.Startup;
import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;

import org.springframework.util.FileSystemUtils;

/**
 * Measures how long two applications take to start with nothing to migrate, alternately
 * and each time in a new process, on a PostgreSQL of its own: plain Spring Boot and the
 * starter, or the starter with ten domains with migrations switched off and on. Writes to
 * a temporary directory only.
 */
public final class StartupBenchmark {

	private static final int DEFAULT_ROUNDS = 15;

	private static final int WARM_UP_ROUNDS = 2;

	private StartupBenchmark() {
	}

	/**
	 * Run the benchmark.
	 * @param args "off" for the comparison with migrations switched off, then the number
	 * of rounds, then options of the JVMs to start
	 * @throws Exception if an application does not start
	 */
	public static void main(String[] args) throws Exception {
		List<String> arguments = new ArrayList<>(List.of(args));
		boolean off = arguments.remove("off");
		int rounds = arguments.isEmpty() ? DEFAULT_ROUNDS : Integer.parseInt(arguments.remove(0));
		Path directory = Files.createTempDirectory("startup-benchmark");
		try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServerSettings.in(directory.resolve("postgresql"))
			.withCacheDirectory(directory.resolve("cache")))) {
			StartedProcess process = new StartedProcess(server, directory.resolve("application.log"), arguments);
			if (off) {
				List<Variant> variants = Variant.tenDomains(Files.createDirectory(directory.resolve("ten")));
				createDatabases(server, variants.get(0));
				process.measure(variants.get(0));
				run(process, variants.get(1), variants.get(0), rounds);
			}
			else {
				Variant plain = Variant.plain(Files.createDirectory(directory.resolve("plain")));
				Variant starter = Variant.starter(Files.createDirectory(directory.resolve("starter")));
				createDatabases(server, plain, starter);
				run(process, plain, starter, rounds);
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static void run(StartedProcess process, Variant plain, Variant starter, int rounds)
			throws IOException, InterruptedException {
		Report report = new Report(plain.name(), starter.name());
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
				statement.execute("CREATE DATABASE " + variant.database());
			}
		}
	}

}
