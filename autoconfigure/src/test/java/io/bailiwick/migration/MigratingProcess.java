package io.bailiwick.migration;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.timeout.MigrationDataSource;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.ScriptFolders;
import io.bailiwick.test.TestPostgres.Database;
import org.awaitility.Awaitility;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A process of its own that migrates one domain as an application does, to be killed.
 */
public final class MigratingProcess {

	private final Process process;

	private final Database database;

	private MigratingProcess(Process process, Database database) {
		this.process = process;
		this.database = database;
	}

	static MigratingProcess start(Database database, Path classes, String domain) {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				MigratingProcess.class.getName(), database.url(), database.username(), database.password(),
				classes.toString(), domain);
		try {
			return new MigratingProcess(new ProcessBuilder(command).inheritIO().start(), database);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Migrate.
	 */
	public static void main(String[] args) throws Exception {
		URLClassLoader classLoader = new URLClassLoader(new URL[] { Path.of(args[3]).toUri().toURL() },
				MigratingProcess.class.getClassLoader());
		Domain domain = new Domain(args[4], args[4], Domain.MAIN_DATABASE, Set.of(),
				List.of("classpath:db/migration/" + args[4]));
		Domains domains = Domains.of(List.of(domain));
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(args[0]);
		pool.setUsername(args[1]);
		pool.setPassword(args[2]);
		pool.setMaximumPoolSize(4);
		pool.setMinimumIdle(0);
		pool.addDataSourceProperty("ApplicationName", "to-be-killed");
		MigrationSettings settings = MigrationSettings.defaults();
		DomainScripts scripts = new ScriptFolders(new PathMatchingResourcePatternResolver(classLoader), List.of())
			.migrations(domains)
			.get(args[4]);
		DomainFlyway flyway = new DomainFlyway(domain, MigrationDataSource.forScripts(pool, Timeouts.MIGRATION, null),
				settings, classLoader);
		Map<String, DomainPlan> plans = new LinkedHashMap<>();
		plans.put(args[4], new DomainPlan(scripts, null, () -> flyway.migrating(scripts), null,
				List.of(flyway.expecting(scripts))));
		DatabaseLocation location = new DatabaseLocation(Domain.MAIN_DATABASE, args[0], args[1], null);
		try (pool) {
			new DomainMigrations(domains, plans,
					List.of(new io.bailiwick.database.Database(location,
							new MigrationDataSource(pool, Timeouts.MIGRATION))),
					settings, classLoader, null, Map.of(), false)
				.migrate();
		}
	}

	/**
	 * Wait until the process executes a statement and waits for something in it.
	 */
	void awaitQuery(String query, String waitEvent) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The process has ended: " + this.process.exitValue());
			}
			return count(query, waitEvent) > 0;
		});
	}

	/**
	 * Wait until the server has given up the statement.
	 */
	void awaitEnd(String query) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count(query, "%") == 0);
	}

	private long count(String query, String waitEvent) {
		Long count = this.database.jdbc()
			.queryForObject(
					"""
							SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'to-be-killed'
							AND state = 'active' AND query LIKE ? AND coalesce(wait_event, '') LIKE ?""",
					Long.class, query, waitEvent);
		return (count != null) ? count : 0;
	}

	Process process() {
		return this.process;
	}

	void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
