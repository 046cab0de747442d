package io.bailiwick.migration;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.history.ExpectedHistory;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.ScriptFolders;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A start with nothing to do, with Flyways that fail as soon as they are used.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class UpToDateDomainsIntegrationTests {

	private static final List<Domain> DOMAINS = List.of(domain("users"), domain("wallets"));

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private MigrationFolder folder;

	private HikariDataSource pool;

	@BeforeEach
	void migrate() {
		this.folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE b (id int);")
			.file("db/migration/wallets/R__view.sql",
					"CREATE OR REPLACE VIEW v AS SELECT id FROM ${flyway:defaultSchema}.b;")
			.file("db/seed/wallets/R__b.sql", "INSERT INTO b VALUES (1);");
		this.pool = new HikariDataSource();
		this.pool.setJdbcUrl(this.database.url());
		this.pool.setUsername(this.database.username());
		this.pool.setPassword(this.database.password());
		this.pool.setMaximumPoolSize(3);
		this.pool.setAutoCommit(false);
		migrations(Set.of("users", "wallets"), UnaryOperator.identity()).migrate();
	}

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void nothingToDoNeedsNeitherAFlywayNorTheLock(CapturedOutput output) throws SQLException {
		try (Connection holder = this.database.connect();
				MigrationLock lock = MigrationLock.acquire(place(), holder, Duration.ZERO, List.of())) {
			migrations(Set.of(), UnaryOperator.identity()).migrate();
		}
		assertThat(output).contains("2 domains in the database 'main' up to date: users, wallets");
	}

	@Test
	void onlyADomainWithADifferenceOpensAFlyway() {
		this.folder.file("db/migration/wallets/V2__more.sql", "CREATE TABLE c (id int);");
		migrations(Set.of("wallets"), UnaryOperator.identity()).migrate();
		assertThat(this.database.jdbc().queryForObject("SELECT count(*) FROM wallets.c", Integer.class)).isZero();
	}

	@Test
	void seedDataThatHasChangedIsADifference() {
		this.folder.file("db/seed/wallets/R__b.sql", "INSERT INTO b VALUES (2);");
		migrations(Set.of("wallets"), UnaryOperator.identity()).migrate();
		assertThat(this.database.jdbc().queryForList("SELECT id FROM wallets.b ORDER BY id", Integer.class))
			.containsExactly(1, 2);
	}

	@Test
	void aCallbackOrCustomizerMayHaveSomethingToDo() {
		BaseCallback callback = new BaseCallback() {

			@Override
			public void handle(Event event, Context context) {
			}

		};
		for (UnaryOperator<DomainFlyway> customization : List.<UnaryOperator<DomainFlyway>>of(
				(flyway) -> flyway.callbacks(List.of(callback)),
				(flyway) -> flyway.customizers(List.of((configuration) -> {
				})))) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(migrations(Set.of(), customization)::migrate)
				.withStackTraceContaining("This Flyway must not be used");
		}
	}

	@Test
	void aNewerApplicationIsNoticed(CapturedOutput output) {
		this.database.execute("INSERT INTO users.flyway_schema_history SELECT 2, '7', description, type, script, 1, "
				+ "installed_by, now(), 1, true FROM users.flyway_schema_history");
		migrations(Set.of(), UnaryOperator.identity()).migrate();
		assertThat(output).contains("The domain 'users' has the version 7, which is newer than its files");
	}

	@Test
	void theStatusIsTheSameWithoutFlyway() {
		this.folder.file("db/migration/wallets/V2__more.sql", "CREATE TABLE c (id int);")
			.file("db/migration/users/R__view.sql", "SELECT 1;");
		DomainMigrations asked = migrations(Set.of("users", "wallets"), UnaryOperator.identity());
		Map<String, DomainStatus> statuses = migrations(Set.of(), UnaryOperator.identity())
			.statuses(Domain.MAIN_DATABASE);
		assertThat(statuses.keySet()).containsExactly("users", "wallets");
		assertThat(statuses).containsEntry("users", asked.status("users"))
			.containsEntry("wallets", asked.status("wallets"));
		assertThat(statuses.get("wallets").pending()).isOne();
		assertThat(statuses.get("users").lastMigration()).isNotNull();
	}

	@Test
	void whereNoHistoryIsYetFlywayIsAskedForTheStatus() {
		this.database.execute("DROP SCHEMA users CASCADE");
		DomainStatus status = migrations(Set.of("users"), UnaryOperator.identity()).statuses(Domain.MAIN_DATABASE)
			.get("users");
		assertThat(status).isEqualTo(new DomainStatus(null, 1, null));
	}

	private DomainMigrations migrations(Set<String> working, UnaryOperator<DomainFlyway> customization) {
		Domains domains = Domains.of(DOMAINS);
		ScriptFolders folders = new ScriptFolders(new PathMatchingResourcePatternResolver(this.folder.classLoader()),
				List.of());
		Map<String, DomainScripts> scripts = folders.migrations(domains);
		DomainScripts seeds = folders.seeds(domains).get("wallets");
		Map<String, DomainPlan> plans = new LinkedHashMap<>();
		for (Domain domain : domains) {
			DomainFlyway flyway = customization
				.apply(new DomainFlyway(domain, working.contains(domain.name()) ? this.pool : new ForbiddenDataSource(),
						MigrationSettings.defaults(), this.folder.classLoader()));
			ExpectedHistory expected = flyway.expecting(scripts.get(domain.name()));
			Flyway migrating = flyway.migrating(scripts.get(domain.name()));
			DomainScripts own = scripts.get(domain.name());
			plans.put(domain.name(),
					domain.name().equals("users") ? new DomainPlan(own, null, () -> migrating, null, List.of(expected))
							: new DomainPlan(own, seeds, () -> migrating, () -> flyway.seeding(seeds),
									List.of(expected, flyway.expectingSeeds(seeds))));
		}
		return new DomainMigrations(domains, plans, List.of(place()), MigrationSettings.defaults(),
				this.folder.classLoader(), null, Map.of(), false);
	}

	private io.bailiwick.database.Database place() {
		return new io.bailiwick.database.Database(
				new DatabaseLocation(Domain.MAIN_DATABASE, this.pool.getJdbcUrl(), this.pool.getUsername(), "a test"),
				this.pool);
	}

	private static Domain domain(String name) {
		return new Domain(name, name, Domain.MAIN_DATABASE, Set.of(), List.of("classpath:db/migration/" + name));
	}

	private static final class ForbiddenDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() {
			throw new IllegalStateException("This Flyway must not be used");
		}

		@Override
		public Connection getConnection(String username, String password) {
			return getConnection();
		}

	}

}
