package io.bailiwick.benchmarks.migration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;
import io.bailiwick.migration.history.MigrationFiles;
import io.bailiwick.migration.history.TableName;
import org.flywaydb.core.Flyway;

import org.springframework.util.FileSystemUtils;

/**
 * Measures how long it takes to find out that nothing is to be migrated: with one look at
 * all histories, and with plain Flyway {@code migrate()} calls in a loop on the same
 * pool, alternately. Flyway's objects are built beforehand, which is in its favour.
 */
public final class NothingToDoBenchmark {

	private static final int MIGRATIONS = 20;

	private static final int DEFAULT_ROUNDS = 20;

	private static final int WARM_UP_ROUNDS = 5;

	private NothingToDoBenchmark() {
	}

	/**
	 * Run the benchmark.
	 * @param args the number of rounds
	 * @throws Exception if the server or a migration fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
		Path directory = Files.createTempDirectory("nothing-to-do-benchmark");
		try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServerSettings.in(directory.resolve("postgresql"))
			.withCacheDirectory(directory.resolve("cache"))); HikariDataSource pool = pool(server)) {
			System.out.println("| domains × 20 migrations | one look | with reading the files | first look in this JVM "
					+ "| statements | plain Flyway | statements | ratio of medians | paired ratio |");
			System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
			for (int count : new int[] { 10, 50 }) {
				run(new MigratedDomains(directory, "domain_%d_".formatted(count), count, MIGRATIONS), pool, rounds);
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	static HikariDataSource pool(EmbeddedServer server) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(server.jdbcUrl());
		pool.setUsername(server.username());
		pool.setPassword(server.password());
		return pool;
	}

	private static void run(MigratedDomains domains, HikariDataSource pool, int rounds) throws Exception {
		List<Flyway> flyways = domains.flyways(pool);
		flyways.forEach(Flyway::migrate);
		List<TableName> tables = domains.tables();
		List<MigrationFiles> files = domains.files();
		double firstLook = Measurements.millis(() -> MigratedDomains.check(pool, tables, files));
		double[] looks = new double[rounds];
		double[] looksWithFiles = new double[rounds];
		double[] plain = new double[rounds];
		double[] paired = new double[rounds];
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			int slot = Math.max(round, 0);
			// Whoever goes first finds a machine that has had a moment of rest.
			if (round % 2 == 0) {
				plain[slot] = Measurements.millis(() -> MigratedDomains.migrate(flyways));
			}
			looks[slot] = Measurements.millis(() -> MigratedDomains.check(pool, tables, files));
			looksWithFiles[slot] = Measurements.millis(() -> MigratedDomains.check(pool, tables, domains.files()));
			if (round % 2 != 0) {
				plain[slot] = Measurements.millis(() -> MigratedDomains.migrate(flyways));
			}
			paired[slot] = plain[slot] / looks[slot];
		}
		System.out.printf(Locale.ROOT, "| %d | %s | %s | %.1f ms | %d | %s | %d | %.0f | %.0f |%n", domains.size(),
				Measurements.summary(looks), Measurements.summary(looksWithFiles), firstLook,
				statementsOfLook(pool, tables, files), Measurements.summary(plain), statementsOfFlyway(pool, domains),
				Measurements.median(plain) / Measurements.median(looks), Measurements.median(paired));
	}

	private static int statementsOfLook(HikariDataSource pool, List<TableName> tables, List<MigrationFiles> files)
			throws Exception {
		CountingDataSource counting = new CountingDataSource(pool);
		MigratedDomains.check(counting, tables, files);
		return counting.statements();
	}

	private static int statementsOfFlyway(HikariDataSource pool, MigratedDomains domains) {
		CountingDataSource counting = new CountingDataSource(pool);
		MigratedDomains.migrate(domains.flyways(counting));
		return counting.statements();
	}

}
