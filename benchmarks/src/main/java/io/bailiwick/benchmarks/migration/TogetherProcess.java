package io.bailiwick.benchmarks.migration;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.timeout.MigrationDataSource;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainFlyway;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.DomainPlan;
import io.bailiwick.migration.MigrationSettings;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.ScriptFolders;
import org.flywaydb.core.Flyway;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One of the processes that migrate together: says when it is ready, waits for a line,
 * migrates, and says how many milliseconds that took.
 */
public final class TogetherProcess {

	static final String READY = "ready";

	static final String DONE = "done ";

	private TogetherProcess() {
	}

	/**
	 * Migrate.
	 * @param args the address, the user, the password, the directory of the files and the
	 * way to go
	 * @throws Exception if migrating fails
	 */
	public static void main(String[] args) throws Exception {
		URLClassLoader classLoader = new URLClassLoader(new URL[] { Path.of(args[3]).toUri().toURL() },
				TogetherProcess.class.getClassLoader());
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(args[0]);
			pool.setUsername(args[1]);
			pool.setPassword(args[2]);
			pool.setMaximumPoolSize(4);
			pool.setMinimumIdle(1);
			pool.getConnection().close();
			Runnable migration = args[4].equals("starter") ? starter(pool, args[0], classLoader)
					: plain(pool, classLoader);
			System.out.println(READY);
			System.in.read();
			long start = System.nanoTime();
			migration.run();
			System.out.println(DONE + (System.nanoTime() - start) / 1_000_000);
		}
	}

	private static Runnable plain(HikariDataSource pool, ClassLoader classLoader) {
		Flyway flyway = Flyway.configure(classLoader)
			.dataSource(pool)
			.schemas("users")
			.locations("classpath:db/migration/users")
			.load();
		return flyway::migrate;
	}

	private static Runnable starter(HikariDataSource pool, String url, ClassLoader classLoader) {
		Domain domain = new Domain("users", "users", Domain.MAIN_DATABASE, Set.of(),
				List.of("classpath:db/migration/users"));
		Domains domains = Domains.of(List.of(domain));
		MigrationSettings settings = MigrationSettings.defaults();
		DomainScripts scripts = new ScriptFolders(new PathMatchingResourcePatternResolver(classLoader), List.of())
			.migrations(domains)
			.get("users");
		DomainFlyway flyway = new DomainFlyway(domain, MigrationDataSource.forScripts(pool, Timeouts.MIGRATION, null),
				settings, classLoader);
		Map<String, DomainPlan> plans = Map.of("users", new DomainPlan(scripts, null, () -> flyway.migrating(scripts),
				null, List.of(flyway.expecting(scripts))));
		Database database = new Database(new DatabaseLocation(Domain.MAIN_DATABASE, url, null, null),
				new MigrationDataSource(pool, Timeouts.MIGRATION));
		DomainMigrations migrations = new DomainMigrations(domains, plans, List.of(database), settings, classLoader,
				null, Map.of(), false);
		return migrations::migrate;
	}

}
