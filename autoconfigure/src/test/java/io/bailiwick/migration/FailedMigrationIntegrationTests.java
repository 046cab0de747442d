package io.bailiwick.migration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.bailiwick.migration.review.RepairPlan;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for migrations that fail: what is told, what is rolled back, what is
 * kept.
 */
class FailedMigrationIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void aFailingStatementIsToldWithFileLineStatementAndStateAndTheFileIsRolledBack() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__more.sql", """
					-- A comment before
					CREATE TABLE b (id int);

					/* and another
					   one */
					INSERT INTO b (id)
					SELECT 1
					FROM a
					WHERE nmae = 'x'
					  AND id = 2;
					""");
		try (TestMigrations migrations = migrations(folder).domain("users").domain("wallets", "users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).isEqualToNormalizingNewlines("""
					A migration of the domain 'users' failed in %s.

					    File:      db/migration/users/V2__more.sql, line 9
					    Statement: INSERT INTO b (id) SELECT 1 FROM a WHERE nmae = 'x' AND id = 2
					    Error:     ERROR: column "nmae" does not exist [SQLSTATE 42703]

					The whole file was rolled back and is not in the history: the schema is as it was before it.

					Applied in this run and kept: users (1 applied); not begun: wallets.""".formatted(where()));
			assertThat(failure.getAction()).isEqualTo(
					"Correct the file and start again: it has never been applied here, so it may still be changed.");
			assertThat(tables("users")).isEqualTo("a,flyway_schema_history");
			assertThat(tables("wallets")).isEmpty();
			folder.file("db/migration/users/V2__more.sql", "CREATE TABLE b (id int);");
		}
		migrations(folder).domain("users").domain("wallets", "users").migrate().close();
		assertThat(tables("users")).isEqualTo("a,b,flyway_schema_history");
	}

	@Test
	void aFailingSecondDomainKeepsTheFirstAndDoesNotBeginTheThird() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/wallets/V1__create.sql", "SELECT '😀',\r\n 1;\r\n\r\nSELECT '😀😀😀😀',\r\n\r\n x;\r\n")
			.file("db/migration/transfers/V1__create.sql", "CREATE TABLE c (id int);");
		try (TestMigrations migrations = migrations(folder).domain("users")
			.domain("wallets", "users")
			.domain("transfers", "wallets")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains("db/migration/wallets/V1__create.sql, line 6")
				.contains("Statement: SELECT '😀😀😀😀', x")
				.endsWith("Applied in this run and kept: users (1 applied); not begun: transfers.");
			assertThat(tables("users")).isEqualTo("a,flyway_schema_history");
			assertThat(tables("transfers")).isEmpty();
		}
	}

	@Test
	void twoDomainsThatFailAtTheSameTimeAreBothTold() {
		MigrationFolder folder = folder()
			.file("db/migration/users/V1__create.sql", Rendezvous.arriveAndWait("users", "wallets") + "SELECT 1/0;")
			.file("db/migration/wallets/V1__create.sql", Rendezvous.arriveAndWait("wallets", "users") + "SELECT x;")
			.file("db/migration/transfers/V1__create.sql", "SELECT 1;");
		Rendezvous.prepare(this.database);
		try (TestMigrations migrations = migrations(folder).domain("users")
			.domain("wallets")
			.domain("transfers", "users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith("2 domains failed at the same time, each on its own.")
				.contains("(1) A migration of the domain 'users' failed")
				.contains("ERROR: division by zero [SQLSTATE 22012]")
				.contains("(2) A migration of the domain 'wallets' failed")
				.contains("ERROR: column \"x\" does not exist [SQLSTATE 42703]")
				.endsWith("Nothing has been applied in this run; not begun: transfers.");
			assertThat(failure.getAction()).contains("(1) Correct the file").contains("(2) Correct the file");
		}
	}

	@Test
	void whatADomainAppliesWhileItsNeighbourFailsIsToldAsKept() {
		MigrationFolder folder = folder()
			.file("db/migration/users/V1__create.sql", Rendezvous.arriveAndWait("users", "wallets") + "SELECT 1/0;")
			.file("db/migration/wallets/V1__create.sql",
					Rendezvous.arriveAndWait("wallets", "users") + Rendezvous.waitUntilGone("users"));
		Rendezvous.prepare(this.database);
		try (TestMigrations migrations = migrations(folder).domain("users").domain("wallets")) {
			assertThat(migrations.fail().getDescription())
				.endsWith("Applied in this run and kept: wallets (1 applied).");
			assertThat(tables("wallets")).isEqualTo("flyway_schema_history");
		}
	}

	@Test
	void anEditedFileNamesItAndOffersBothWaysOut() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);");
		migrations(folder).domain("users").migrate().close();
		folder.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int NOT NULL);")
			.file("db/migration/users/V2__more.sql", "CREATE TABLE b (id int);");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith(
					"The files of the domain 'users' are not the ones that its history \"users\".\"flyway_schema_history\" records.")
				.contains(
						"    - version 1 (create), file 'db/migration/users/V1__create.sql': the file was changed after it had been applied, on ")
				.contains("Nothing was changed in this domain.")
				.doesNotContain("version 2");
			assertThat(failure.getAction()).startsWith(
					"Restore the file as it was applied and put the change into a new migration. Only if the change can have no effect on a database where the old file ran: 'java -jar <application>.jar db repair users --accept users@1' takes over")
				.doesNotContain("http");
			assertThat(tables("users")).isEqualTo("a,flyway_schema_history");
			MigrationScope all = MigrationScope.all();
			Map<String, Set<String>> accepted = Map.of("users", Set.of("1"));
			migrations.build().repair(all, accepted, migrations.build().repairPlan(all, accepted));
			migrations.migrate();
			assertThat(tables("users")).isEqualTo("a,b,flyway_schema_history");
		}
	}

	@Test
	void removedRenamedAndLateFilesAreToldTogether() throws Exception {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "SELECT 1;")
			.file("db/migration/users/V2__more.sql", "SELECT 2;")
			.file("db/migration/users/V4__rest.sql", "SELECT 4;")
			.file("db/migration/users/R__view.sql", "SELECT 5;");
		migrations(folder).domain("users").migrate().close();
		folder.delete("db/migration/users/V1__create.sql");
		folder.delete("db/migration/users/V2__more.sql");
		folder.delete("db/migration/users/R__view.sql");
		folder.file("db/migration/users/V2__much_more.sql", "SELECT 2;")
			.file("db/migration/users/V3__late.sql", "SELECT 3;");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains(
					"    - version 1 (create): it has been applied from 'V1__create.sql', but there is no file for it any more")
				.contains(
						"    - version 2 (more), file 'db/migration/users/V2__much_more.sql': the file was renamed after it had been applied as 'V2__more.sql'")
				.contains(
						"    - version 3 (late), file 'db/migration/users/V3__late.sql': it is older than what has been applied already, and out-of-order is off")
				.contains(
						"    - repeatable migration 'view': it has been applied from 'R__view.sql', but there is no file for it any more");
			assertThat(failure.getAction()).containsOnlyOnce("Bring the file back")
				.contains("Give the file back the name under which it was applied, or have")
				.contains("db repair users --accept users@1 --accept users@view' forgets it.")
				.contains("'bailiwick.migration.out-of-order=true'");
		}
	}

	@Test
	void aLateFileIsAppliedWhereOutOfOrderIsAllowed() {
		MigrationFolder folder = folder().file("db/migration/users/V2__b.sql", "CREATE TABLE b (id int);");
		migrations(folder).domain("users").migrate().close();
		folder.file("db/migration/users/V1__a.sql", "CREATE TABLE a (id int);");
		migrations(folder).domain("users")
			.settings(new MigrationSettings(StandardCharsets.UTF_8, "flyway_schema_history", true, true, Map.of(),
					Duration.ofMinutes(1)))
			.migrate()
			.close();
		assertThat(tables("users")).isEqualTo("a,b,flyway_schema_history");
	}

	@Test
	void aFailedIndexOutsideOfATransactionIsToldNowAndAtTheNextStartAndNobodyHasToDropIt() {
		MigrationFolder folder = folder()
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int); INSERT INTO a VALUES (1), (1);")
			.file("db/migration/users/V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY idx_a_id ON a (id);");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains("db/migration/users/V2__index.sql, line 1")
				.contains("[SQLSTATE 23505]")
				.contains("The file can not run in a transaction: what its statements did before this one has stayed, "
						+ "and the history has it as failed.");
			MigrationScope all = MigrationScope.all();
			assertThat(migrations.build().repairPlan(all, Map.of()).actions()).extracting(RepairPlan.Action::what)
				.containsExactly("Its row is deleted: the migration will run again.",
						"What it left behind is removed: DROP INDEX CONCURRENTLY users.idx_a_id");
			FailureAnalysis next = migrations.fail();
			assertThat(next.getDescription()).contains(
					"version 2 (index), file 'db/migration/users/V2__index.sql': it failed in an earlier run and could not be rolled back");
			assertThat(next.getAction()).isEqualTo(failure.getAction())
				.contains("Have 'java -jar <application>.jar db repair users' forget the failure");
			this.database.execute("DELETE FROM users.a");
			migrations.build().repair(all, Map.of(), migrations.build().repairPlan(all, Map.of()));
			migrations.migrate();
			assertThat(this.database.jdbc()
				.queryForObject("SELECT indisvalid FROM pg_index WHERE indexrelid = 'users.idx_a_id'::regclass",
						Boolean.class))
				.isTrue();
		}
	}

	@Test
	void aSchemaWithTablesButWithoutAHistoryIsLeftAlone() {
		this.database.execute("CREATE SCHEMA users; CREATE TABLE users.legacy (id int)");
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith(
					"The schema 'users' of the domain 'users' already holds tables or other objects, but no history of migrations.");
			assertThat(failure.getAction()).contains("'java -jar <application>.jar db adopt'")
				.contains("'java -jar <application>.jar db baseline users@7'")
				.contains("'bailiwick.domains.users.schema'");
			assertThat(tables("users")).isEqualTo("legacy");
		}
	}

	@Test
	void secretsOfAStatementStayOutOfTheMessage() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql",
				"CREATE ROLE ${role} PASSWORD 'hunter2' NOSUCHOPTION '${token}';");
		try (TestMigrations migrations = migrations(folder).domain("users")
			.settings(new MigrationSettings(StandardCharsets.UTF_8, "flyway_schema_history", false, true,
					Map.of("role", "r1", "token", "t0ps3cret"), Duration.ofMinutes(1)))) {
			assertThat(migrations.fail().getDescription())
				.contains("Statement: CREATE ROLE r1 PASSWORD '***' NOSUCHOPTION '${token}'")
				.doesNotContain("hunter2")
				.doesNotContain("t0ps3cret");
		}
	}

	@Test
	void anErrorDeepInALongFunctionShowsItsOwnLine() {
		String body = "  PERFORM 'a line of a long function';\n".repeat(100);
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql",
				"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n" + body + "  OOPS now;\nEND $$;\n");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			assertThat(migrations.fail().getDescription()).contains("db/migration/users/V1__create.sql, line 103\n")
				.contains("Statement: CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ")
				.contains(" … OOPS now; …");
		}
	}

	@Test
	void aPlaceholderWithoutAValueNamesTheFile() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__more.sql", "SELECT 1;\nSELECT '${nobody}';");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains(
					"has the placeholder '${nobody}', and no value is configured for it: db/migration/users/V2__more.sql, line 2.");
			assertThat(failure.getAction()).contains("'bailiwick.migration.placeholders.nobody'");
		}
	}

	@Test
	void aFileThatCanNotBeParsedNamesItWithoutAdvertising() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "SELECT 1;\n\nSELECT 'open;");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			assertThat(migrations.fail().getDescription()).contains("V1__create.sql").doesNotContain("http");
		}
	}

	@Test
	void aFileThatMixesBothKindsOfStatementsIsToldHowToSplit() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql",
				"CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains("File:      db/migration/users/V1__create.sql, line 2")
				.contains("Statement: CREATE INDEX CONCURRENTLY i ON a (id)");
			assertThat(failure.getAction()).contains("a file of its own");
			assertThat(tables("users")).isEqualTo("flyway_schema_history");
		}
	}

	@Test
	void aFileOfAnotherEncodingIsToldBeforeAnyOfItRuns() throws Exception {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE b (id int);");
		Files.write(this.classes.resolve("db/migration/users/V2__names.sql"),
				"SELECT 1;\nSELECT 'ü';".getBytes(StandardCharsets.ISO_8859_1));
		try (TestMigrations migrations = migrations(folder).domain("users").domain("wallets", "users")) {
			assertThat(migrations.fail().getDescription())
				.startsWith(
						"The file 'db/migration/users/V2__names.sql' is not encoded in UTF-8: line 2 has the byte 0xFC")
				.endsWith("""
						Nothing was changed in this domain.

						No other domain was changed in this run; not begun: wallets.""");
			assertThat(tables("users")).isEmpty();
		}
	}

	@Test
	void aFailingCallbackAndFailingSeedDataAreCalledWhatTheyAre() throws Exception {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/afterMigrate.sql", "SELECT oops;");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			assertThat(migrations.fail().getDescription()).startsWith("A callback of the domain 'users' failed in ")
				.contains("File:      db/migration/users/afterMigrate.sql, line 1");
		}
		folder.delete("db/migration/users/afterMigrate.sql");
		folder.file("db/seed/users/R__a.sql", "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES ('x');");
		try (TestMigrations migrations = migrations(folder).domain("users").seeding()) {
			assertThat(migrations.fail().getDescription()).startsWith("Seed data of the domain 'users' failed in ")
				.contains("File:      db/seed/users/R__a.sql, line 2")
				.contains("rolled back");
			assertThat(this.database.jdbc().queryForObject("SELECT count(*) FROM users.a", Long.class)).isZero();
		}
	}

	@Test
	void aFailureInOneDatabaseTellsWhatBecameOfTheOther() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/reports/V1__create.sql", "SELECT x;");
		try (TestMigrations migrations = migrations(folder).domain("users")
			.database("reports", TestPostgres.newDatabase())
			.domainIn("reports", "reports", "users")
			.domain("wallets", "reports")) {
			assertThat(migrations.fail().getDescription())
				.startsWith("A migration of the domain 'reports' failed in the database 'reports' (")
				.endsWith("Applied in this run and kept: users (1 applied); not begun: wallets.");
		}
	}

	@Test
	void aFailingJavaMigrationIsToldWithItsClassAndItsCause() {
		MigrationFolder folder = folder().file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);");
		try (TestMigrations migrations = migrations(folder).domain("users").javaMigrations(new V2__Fill())) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.startsWith("Migrating '%s' of the domain 'users' failed in ".formatted(V2__Fill.class.getName()))
				.containsOnlyOnce("java.lang.IllegalStateException: no rates today")
				.contains("What was not yet committed was rolled back.")
				.endsWith("Applied in this run and kept: users (1 applied).");
		}
	}

	private String where() {
		return "the database 'main' (%s, configured by 'spring.datasource.url' in application.yml)"
			.formatted(this.database.url());
	}

	private String tables(String schema) {
		return this.database.jdbc()
			.queryForObject("SELECT coalesce(string_agg(tablename, ',' ORDER BY tablename), '') FROM pg_tables "
					+ "WHERE schemaname = ?", String.class, schema);
	}

	private MigrationFolder folder() {
		return new MigrationFolder(this.classes).file("db/migration/wallets/V1__create.sql", "SELECT 1;");
	}

	private TestMigrations migrations(MigrationFolder folder) {
		return new TestMigrations(this.database, folder);
	}

	@SuppressWarnings("checkstyle:TypeName")
	private static final class V2__Fill extends BaseJavaMigration {

		@Override
		public void migrate(Context context) {
			throw new IllegalStateException("no rates today");
		}

	}

}
