package io.bailiwick.migration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for {@link DomainMigrations} that succeed.
 */
@Timeout(60)
class DomainMigrationsIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	@Test
	void aMigrationAndItsRowInTheHistoryAreOneTransaction() {
		// A schema that is new is built in one transaction as a whole.
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V0__first.sql",
				"SELECT 1;");
		migrations(folder).domain("users").migrate().close();
		folder.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int); INSERT INTO a VALUES (1);")
			.file("db/migration/users/V2__more.sql", "CREATE TABLE b (id int); INSERT INTO b VALUES (1);")
			.file("db/migration/users/R__c.sql", "CREATE TABLE c (id int);");
		migrations(folder).domain("users").migrate().close();
		assertThat(this.jdbc.queryForList(
				"""
						SELECT h.script || ' ' || c.relname FROM users.flyway_schema_history h
						JOIN pg_class c ON c.xmin = h.xmin AND c.relkind = 'r' WHERE h.installed_rank > 1 ORDER BY installed_rank""",
				String.class))
			.containsExactly("V1__create.sql a", "V2__more.sql b", "R__c.sql c");
		assertThat(this.jdbc.queryForObject("""
				SELECT count(*) FROM users.flyway_schema_history h JOIN users.b ON b.xmin = h.xmin
				WHERE h.script = 'V2__more.sql'""", Long.class)).isOne();
	}

	@Test
	void plainFlywayFindsNothingToDoAfterUsAndNeitherDoWeAfterIt() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/tables/V2__more.sql", "CREATE TABLE \"ü\" (id int);\r\n-- Ende\r\n")
			.file("db/migration/users/R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;")
			.file("db/migration/wallets/B2__all.sql", "CREATE TABLE a (id int);")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE never (id int);")
			.file("db/migration/wallets/V3__${x}.sql", "CREATE TABLE c (id int);");
		DomainMigrations ours = migrations(folder).domain("users").domain("wallets").build();
		ours.migrate();
		for (String domain : List.of("users", "wallets")) {
			Flyway plain = plainFlyway(folder, this.database, domain);
			assertThat(plain.validateWithResult().validationSuccessful).isTrue();
			assertThat(plain.info().pending()).isEmpty();
			assertThat(plain.migrate().migrationsExecuted).isZero();
			assertThat(ours.status(domain).pending()).isZero();
		}
		assertThat(ours.status("users").currentVersion()).isEqualTo("2");
		assertThat(ours.status("users").lastMigration()).isNotNull()
			.satisfies((last) -> assertThat(last.script()).isEqualTo("R__view.sql"));

		Database other = TestPostgres.newDatabase();
		plainFlyway(folder, other, "users").migrate();
		plainFlyway(folder, other, "wallets").migrate();
		String before = history(other);
		new TestMigrations(other, folder).domain("users").domain("wallets").migrate().close();
		assertThat(history(other)).isEqualTo(before);
	}

	@Test
	void independentDomainsMigrateAtTheSameTimeAndDependentOnesAfterThem() {
		Rendezvous.prepare(this.database);
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql",
					Rendezvous.arriveAndWait("users", "wallets") + "CREATE TABLE a (id int PRIMARY KEY);")
			.file("db/migration/wallets/V1__create.sql",
					Rendezvous.arriveAndWait("wallets", "users") + "CREATE TABLE b (id int PRIMARY KEY);")
			.file("db/migration/transfers/V1__create.sql",
					"CREATE TABLE c (a int REFERENCES users.a, b int REFERENCES wallets.b);");
		migrations(folder).domain("transfers", "users", "wallets").domain("users").domain("wallets").migrate().close();
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM transfers.flyway_schema_history", Long.class))
			.isOne();
	}

	@Test
	void twoConnectionsAreEnoughOneIsRefused() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE b (id int);")
			.file("db/migration/wallets/V2__index.sql", "CREATE INDEX CONCURRENTLY i ON b (id);")
			.file("db/seed/wallets/R__b.sql", "INSERT INTO b VALUES (1);");
		try (TestMigrations migrations = migrations(folder).domain("users").domain("wallets").seeding()) {
			migrations.pool().setMaximumPoolSize(1);
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains("has one connection");
			assertThat(failure.getAction()).isEqualTo(
					"Set 'spring.datasource.hikari.maximum-pool-size' to 2 or more (3 or more with a Flyway Callback).");
			assertThat(
					this.jdbc.queryForObject("SELECT count(*) FROM pg_namespace WHERE nspname = 'users'", Long.class))
				.isZero();
			migrations.pool().setMaximumPoolSize(2);
			migrations.migrate();
			assertThat(this.jdbc.queryForObject("SELECT count(*) FROM wallets.b", Long.class)).isOne();
		}
	}

	@Test
	void aCallbackIsContentWithThreeConnectionsAndSaysSoWhenThereAreTwo() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__index.sql", "CREATE INDEX CONCURRENTLY i ON a (id);")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE a (id int);");
		try (TestMigrations migrations = migrations(folder).domain("users").domain("wallets").callbacks(new Marker())) {
			migrations.pool().setMaximumPoolSize(2);
			migrations.pool().setConnectionTimeout(500);
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains("had no connection left to migrate the domain");
			assertThat(failure.getAction()).startsWith("Set 'spring.datasource.hikari.maximum-pool-size' to 3 or more");
		}
		try (TestMigrations migrations = migrations(folder).domain("users").domain("wallets").callbacks(new Marker())) {
			migrations.pool().setMaximumPoolSize(3);
			migrations.migrate();
			assertThat(this.jdbc.queryForObject("SELECT count(*) FROM public.marks", Long.class)).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anIndexIsBuiltConcurrentlyWhileOtherDomainsMigrate(boolean autoCommit) {
		MigrationFolder folder = new MigrationFolder(this.classes);
		try (TestMigrations migrations = migrations(folder)) {
			for (int i = 1; i <= 6; i++) {
				String domain = "domain" + i;
				folder
					.file("db/migration/" + domain + "/V1__create.sql",
							"CREATE TABLE t AS SELECT n FROM generate_series(1, 20000) n;")
					.file("db/migration/" + domain + "/V2__index.sql", "CREATE INDEX CONCURRENTLY i ON t (n);")
					.file("db/migration/" + domain + "/V3__more.sql", "ALTER TABLE t ADD COLUMN m int DEFAULT 1;")
					.file("db/migration/" + domain + "/V4__index.sql",
							"CREATE INDEX CONCURRENTLY j ON t ((n + m)) WHERE n > 10;");
				migrations.domain(domain);
			}
			migrations.pool().setMaximumPoolSize(13);
			migrations.pool().setAutoCommit(autoCommit);
			migrations.pool().addDataSourceProperty("options", "-c statement_timeout=20s");
			migrations.migrate();
		}
		assertThat(this.jdbc.queryForObject(
				"SELECT count(*) FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indisvalid AND relname IN ('i', 'j')",
				Long.class))
			.isEqualTo(12);
	}

	@Test
	void seedDataIsLoadedWhenEnabledAndAgainWhenItChangesInAHistoryOfItsOwn() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int PRIMARY KEY);")
			.file("db/seed/users/R__a.sql", "INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING;");
		migrations(folder).domain("users").migrate().close();
		assertThat(ids()).isEmpty();
		migrations(folder).domain("users").seeding().migrate().migrate().close();
		assertThat(ids()).containsExactly(1);
		folder.file("db/seed/users/R__a.sql", "INSERT INTO a VALUES (1), (2) ON CONFLICT DO NOTHING;")
			.file("db/seed/users/R__b.sql", "INSERT INTO a VALUES (3) ON CONFLICT DO NOTHING;");
		migrations(folder).domain("users").seeding().migrate().close();
		assertThat(ids()).containsExactly(1, 2, 3);
		assertThat(this.jdbc.queryForList("SELECT script FROM users.flyway_seed_history WHERE type = 'SQL' ORDER BY 1",
				String.class))
			.containsExactly("R__a.sql", "R__a.sql", "R__b.sql");
		migrations(folder).domain("users").migrate().close();
		assertThat(plainFlyway(folder, this.database, "users").validateWithResult().validationSuccessful).isTrue();
		assertThat(this.jdbc.queryForList("SELECT script FROM users.flyway_schema_history", String.class))
			.containsExactly("V1__create.sql");
	}

	@Test
	void removedSeedDataStopsNobody() throws Exception {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int PRIMARY KEY);")
			.file("db/seed/users/R__a.sql", "INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING;")
			.file("db/seed/users/R__b.sql", "INSERT INTO a VALUES (2) ON CONFLICT DO NOTHING;");
		migrations(folder).domain("users").seeding().migrate().close();
		folder.delete("db/seed/users/R__a.sql");
		migrations(folder).domain("users").seeding().migrate().close();
		assertThat(ids()).containsExactly(1, 2);
	}

	@Test
	void aFileMayHaveAByteOrderMarkAndWindowsLineEndingsAndTenMegabytes() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql",
					"\uFEFFCREATE TABLE a (id int, name text);\r\nINSERT INTO a\r\nVALUES (1, 'Ü');\r\n")
			.file("db/migration/users/V2__much.sql",
					"INSERT INTO a VALUES (2, '" + "x".repeat(10 * 1024 * 1024) + "');");
		migrations(folder).domain("users").migrate().close();
		assertThat(
				this.jdbc.queryForList("SELECT left(name, 1) || length(name) FROM users.a ORDER BY id", String.class))
			.containsExactly("Ü1", "x" + 10 * 1024 * 1024);
	}

	@Test
	void encodingPlaceholdersAndHistoryTableAreThoseThatAreConfigured() throws Exception {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql",
				"CREATE TABLE a (name text);");
		Files.write(this.classes.resolve("db/migration/users/V2__names.sql"),
				"INSERT INTO a VALUES ('Müller'), ('${boss}');".getBytes(StandardCharsets.ISO_8859_1));
		migrations(folder).domain("users")
			.settings(new MigrationSettings(StandardCharsets.ISO_8859_1, "changes", false, true,
					Map.of("boss", "Maier"), Duration.ofMinutes(1)))
			.migrate()
			.close();
		assertThat(this.jdbc.queryForList("SELECT name FROM users.a ORDER BY 1", String.class)).containsExactly("Maier",
				"Müller");
		assertThat(this.jdbc.queryForList("SELECT script FROM users.changes ORDER BY 1", String.class))
			.containsExactly("V1__create.sql", "V2__names.sql");
	}

	@Test
	void callbacksAndScriptConfigurationsBesideTheMigrationsAreHonouredOnceAndUndoScriptsAreNotRun() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql",
					"CREATE TABLE a (id serial, xid xid DEFAULT pg_current_xact_id()::xid);")
			.file("db/migration/users/V2__separately.sql",
					"INSERT INTO a DEFAULT VALUES; INSERT INTO a DEFAULT VALUES;")
			.file("db/migration/users/V2__separately.sql.conf", "executeInTransaction=false")
			.file("db/migration/users/U1__create.sql", "DROP TABLE a;")
			.file("db/migration/users/afterMigrate__count.sql", "INSERT INTO a DEFAULT VALUES;");
		migrations(folder).domain("users").migrate().close();
		assertThat(this.jdbc.queryForObject("SELECT count(DISTINCT xid::text) FROM users.a", Long.class)).isEqualTo(3);
		assertThat(ids()).containsExactly(1, 2, 3);
	}

	private List<Integer> ids() {
		return this.jdbc.queryForList("SELECT id FROM users.a ORDER BY id", Integer.class);
	}

	private static Flyway plainFlyway(MigrationFolder folder, Database database, String domain) {
		return Flyway.configure(folder.classLoader())
			.dataSource(database.url(), database.username(), database.password())
			.locations("classpath:db/migration/" + domain)
			.schemas(domain)
			.load();
	}

	private static String history(Database database) {
		return database.jdbc()
			.queryForList("SELECT h::text FROM users.flyway_schema_history h UNION ALL "
					+ "SELECT h::text FROM wallets.flyway_schema_history h ORDER BY 1", String.class)
			.toString();
	}

	private TestMigrations migrations(MigrationFolder folder) {
		return new TestMigrations(this.database, folder);
	}

	private static final class Marker implements Callback {

		@Override
		public boolean supports(Event event, Context context) {
			return event == Event.AFTER_MIGRATE;
		}

		@Override
		public boolean canHandleInTransaction(Event event, Context context) {
			return true;
		}

		@Override
		public void handle(Event event, Context context) {
			JdbcTemplate template = new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true));
			template.execute("CREATE TABLE IF NOT EXISTS public.marks (name text)");
			template.execute("INSERT INTO public.marks VALUES ('x')");
		}

		@Override
		public String getCallbackName() {
			return "marker";
		}

	}

}
