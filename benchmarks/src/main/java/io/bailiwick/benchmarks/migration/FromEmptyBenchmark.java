package io.bailiwick.benchmarks.migration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;
import org.flywaydb.core.Flyway;

import org.springframework.util.FileSystemUtils;

/**
 * Measures how long ten domains with fifty migrations each take in an empty database: the
 * starter's way, plain Flyway {@code migrate()} calls in a loop on the same pool, and the
 * same SQL in one transaction without any history, which is what the server needs.
 */
public final class FromEmptyBenchmark {

	private static final int DOMAINS = 10;

	private static final int MIGRATIONS = 50;

	private static final int DEFAULT_ROUNDS = 10;

	private static final int WARM_UP_ROUNDS = 3;

	private FromEmptyBenchmark() {
	}

	/**
	 * Run the benchmark.
	 * @param args the number of rounds
	 * @throws Exception if the server or a migration fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
		Path directory = Files.createTempDirectory("from-empty-benchmark");
		try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServerSettings.in(directory.resolve("postgresql"))
			.withCacheDirectory(directory.resolve("cache")));
				HikariDataSource pool = NothingToDoBenchmark.pool(server)) {
			run(new MigratedDomains(directory, "domain_", DOMAINS, MIGRATIONS), pool, rounds);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static void run(MigratedDomains domains, HikariDataSource pool, int rounds) throws Exception {
		double[] starter = new double[rounds];
		double[] plain = new double[rounds];
		double[] bare = new double[rounds];
		double[] paired = new double[rounds];
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			int slot = Math.max(round, 0);
			for (int turn = 0; turn < 2; turn++) {
				domains.drop(pool);
				// Whoever goes first finds a machine that has had a moment of rest.
				if ((round + turn) % 2 == 0) {
					starter[slot] = Measurements.millis(() -> domains.migrations(pool).migrate());
				}
				else {
					plain[slot] = Measurements.millis(() -> plain(domains.flyways(pool)));
				}
			}
			domains.drop(pool);
			bare[slot] = Measurements.millis(() -> domains.execute(pool));
			paired[slot] = plain[slot] / starter[slot];
		}
		System.out.println("| domains × migrations | starter | plain Flyway | the SQL alone | plain to starter, paired "
				+ "| starter to the SQL alone |");
		System.out.println("| --- | --- | --- | --- | --- | --- |");
		System.out.printf(Locale.ROOT, "| %d × %d | %s | %s | %s | %.1f | %.1f |%n", DOMAINS, MIGRATIONS,
				Measurements.summary(starter), Measurements.summary(plain), Measurements.summary(bare),
				Measurements.median(paired), Measurements.median(starter) / Measurements.median(bare));
	}

	private static void plain(List<Flyway> flyways) {
		flyways.forEach(Flyway::migrate);
	}

}
