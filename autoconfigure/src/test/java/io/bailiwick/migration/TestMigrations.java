package io.bailiwick.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.event.DomainMigrationListener;
import io.bailiwick.migration.history.ExpectedHistory;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.ScriptFolders;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.migration.JavaMigration;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The migrations of a small application, without the application: files, domains and a
 * pool of its own.
 */
final class TestMigrations implements AutoCloseable {

	private final Map<String, HikariDataSource> pools = new LinkedHashMap<>();

	private final ClassLoader classLoader;

	private final List<Domain> domains = new ArrayList<>();

	private MigrationSettings settings = MigrationSettings.defaults();

	private UnaryOperator<DomainFlyway> customization = UnaryOperator.identity();

	private boolean seeding;

	private boolean production;

	private MigrationModes modes = MigrationModes.of(MigrationMode.MIGRATE);

	TestMigrations(Database database, MigrationFolder folder) {
		this.pools.put(Domain.MAIN_DATABASE, pool(database));
		this.classLoader = folder.classLoader();
	}

	private static HikariDataSource pool(Database database) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName("test");
		pool.setJdbcUrl(database.url());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(8);
		pool.setMinimumIdle(0);
		pool.setConnectionTimeout(5000);
		pool.addDataSourceProperty("ApplicationName", "bailiwick-test");
		return pool;
	}

	HikariDataSource pool() {
		return this.pools.get(Domain.MAIN_DATABASE);
	}

	TestMigrations database(String name, Database database) {
		this.pools.put(name, pool(database));
		return this;
	}

	TestMigrations domain(String name, String... dependsOn) {
		return domainIn(Domain.MAIN_DATABASE, name, dependsOn);
	}

	TestMigrations domainIn(String database, String name, String... dependsOn) {
		this.domains.add(new Domain(name, name, database, new LinkedHashSet<>(Arrays.asList(dependsOn)),
				List.of("classpath:db/migration/" + name)));
		return this;
	}

	TestMigrations settings(MigrationSettings settings) {
		this.settings = settings;
		return this;
	}

	TestMigrations modes(MigrationMode standard, Map<String, MigrationMode> byDomain, Duration waitTimeout) {
		this.modes = new MigrationModes(standard, byDomain, waitTimeout);
		return this;
	}

	TestMigrations seeding() {
		this.seeding = true;
		return this;
	}

	TestMigrations production() {
		this.production = true;
		return this;
	}

	TestMigrations callbacks(Callback... callbacks) {
		this.customization = (flyway) -> flyway.callbacks(List.of(callbacks));
		return this;
	}

	TestMigrations javaMigrations(JavaMigration... migrations) {
		this.customization = (flyway) -> flyway.javaMigrations(List.of(migrations));
		return this;
	}

	TestMigrations listeners(DomainMigrationListener... listeners) {
		this.customization = (flyway) -> flyway.listeners(List.of(listeners));
		return this;
	}

	DomainScripts scripts(String domain) {
		return new ScriptFolders(new PathMatchingResourcePatternResolver(this.classLoader), List.of())
			.migrations(Domains.of(this.domains))
			.get(domain);
	}

	DomainMigrations build() {
		return build("'spring.datasource.url' in application.yml");
	}

	DomainMigrations build(String origin) {
		Domains registry = Domains.of(this.domains);
		ScriptFolders folders = new ScriptFolders(new PathMatchingResourcePatternResolver(this.classLoader), List.of());
		Map<String, DomainScripts> migrations = folders.migrations(registry);
		Map<String, DomainScripts> seeds = this.seeding ? folders.seeds(registry) : Map.of();
		Map<String, DomainPlan> plans = new LinkedHashMap<>();
		for (Domain domain : registry) {
			DomainScripts scripts = migrations.get(domain.name());
			DomainFlyway flyway = this.customization.apply(flyway(domain));
			DomainScripts seed = seeds.get(domain.name());
			List<ExpectedHistory> expected = new ArrayList<>(List.of(flyway.expecting(scripts)));
			if (seed != null) {
				expected.add(flyway.expectingSeeds(seed));
			}
			plans.put(domain.name(), new DomainPlan(scripts, seed, () -> flyway.migrating(scripts),
					(seed != null) ? () -> flyway.seeding(seed) : null, expected));
		}
		List<io.bailiwick.database.Database> databases = new ArrayList<>();
		this.pools.forEach((name, pool) -> databases.add(new io.bailiwick.database.Database(
				new DatabaseLocation(name, pool.getJdbcUrl(), pool.getUsername(), origin), pool)));
		return new DomainMigrations(registry, plans, databases, this.settings, this.classLoader, null, Map.of(),
				this.production, this.modes);
	}

	private DomainFlyway flyway(Domain domain) {
		return new DomainFlyway(domain, this.pools.get(domain.database()), this.settings, this.classLoader);
	}

	TestMigrations migrate() {
		build().migrate();
		return this;
	}

	/**
	 * Migrate, and return what a person is told about the failure.
	 */
	FailureAnalysis fail() {
		FailureAnalyzedException failure = catchThrowableOfType(FailureAnalyzedException.class, build()::migrate);
		if (failure == null) {
			throw new AssertionError("Nothing failed");
		}
		return failure.analysis();
	}

	@Override
	public void close() {
		this.pools.values().forEach(HikariDataSource::close);
	}

}
