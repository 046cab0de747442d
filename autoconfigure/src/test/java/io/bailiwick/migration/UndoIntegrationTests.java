package io.bailiwick.migration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import io.bailiwick.migration.undo.UndoException;
import io.bailiwick.migration.undo.UndoPlan;
import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.migration.undo.UndoStep;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Integration tests for undoing migrations: what is undone, in which order, what is
 * refused, and what a failure leaves behind.
 */
class UndoIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void theNewestMigrationOfAllDomainsIsUndoneAndCanBeAppliedAgain() {
		try (TestMigrations migrations = threeDomains()) {
			DomainMigrations domains = migrations.migrate().build();
			UndoPlan plan = domains.undoPlan(UndoRequest.newest());
			assertThat(labels(plan)).containsExactly("transfers@1");
			assertThat(plan.steps().get(0)).satisfies((step) -> {
				assertThat(step.downScript()).isEqualTo("db/migration/transfers/U1__create.sql");
				assertThat(step.inTransaction()).isTrue();
				assertThat(step.changed()).isFalse();
				assertThat(step.statements()).containsExactly(new UndoStep.Statement(1, "DROP TABLE t1"));
			});
			assertThat(tables("transfers")).isEqualTo("flyway_schema_history,t1");
			assertThat(labels(domains.undo(UndoRequest.newest()))).containsExactly("transfers@1");
			assertThat(tables("transfers")).isEqualTo("flyway_schema_history");
			domains.migrate();
			assertThat(tables("transfers")).isEqualTo("flyway_schema_history,t1");
		}
	}

	@Test
	void stepsOverSeveralDomainsTakeDependentsBeforeWhatTheyDependOn() {
		try (TestMigrations migrations = threeDomains()) {
			DomainMigrations domains = migrations.migrate().build();
			assertThat(labels(domains.undo(UndoRequest.newest(4)))).containsExactly("transfers@1", "wallets@2",
					"wallets@1", "users@2");
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1");
			assertThat(labels(domains.undo(UndoRequest.newest(9)))).containsExactly("users@1");
			assertThat(domains.undo(UndoRequest.newest()).isEmpty()).isTrue();
			domains.migrate();
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1,t2");
		}
	}

	@Test
	void aVersionOnWhichADependentDomainHasBuiltIsRefusedAndTheCommandIsNamed() {
		try (TestMigrations migrations = threeDomains()) {
			DomainMigrations domains = migrations.migrate().build();
			FailureAnalysis failure = refused(domains, UndoRequest.backTo("users", "1"));
			assertThat(failure.getDescription()).isEqualToNormalizingNewlines("""
					users@2 can not be undone: transfers@1, wallets@1, wallets@2 were applied after it, \
					in domains that depend on 'users'.

					Nothing was changed.""");
			assertThat(failure.getAction()).isEqualTo(
					"Undo that first, with 'java -jar <application>.jar db undo --to wallets@0 --to transfers@0', "
							+ "or let the same command do it: add wallets transfers to its domains.");
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1,t2");
			assertThat(labels(domains.undo(UndoRequest.backTo("users", "1").and("wallets", "transfers"))))
				.containsExactly("transfers@1", "wallets@2", "wallets@1", "users@2");
		}
	}

	@Test
	void whatADependentDomainAppliedBeforeIsNotInTheWay() {
		MigrationFolder folder = folder("users", 1);
		try (TestMigrations migrations = migrations(folder("wallets", 1)).domain("users").domain("wallets", "users")) {
			migrations.migrate();
			pair(folder, "users", 2);
			DomainMigrations domains = migrations.migrate().build();
			assertThat(labels(domains.undo(UndoRequest.backTo("users", "1")))).containsExactly("users@2");
			assertThat(tables("wallets")).isEqualTo("flyway_schema_history,t1");
		}
	}

	@Test
	void goingBackToAVersionThatIsNotThereIsRefused() {
		try (TestMigrations migrations = threeDomains()) {
			DomainMigrations domains = migrations.migrate().build();
			FailureAnalysis failure = refused(domains, UndoRequest.backTo("wallets", "3"));
			assertThat(failure.getDescription())
				.startsWith("The domain 'wallets' can not go back to version 3: it does not have it.");
			assertThat(failure.getAction()).isEqualTo("Its versions are 1, 2; 0 is before all of them.");
			assertThat(refused(domains, UndoRequest.backTo("wallets", "latest")).getDescription())
				.startsWith("'latest' is no version to go back to in the domain 'wallets'.");
			assertThatExceptionOfType(UnknownDomainException.class)
				.isThrownBy(() -> domains.undo(UndoRequest.backTo("walets", "1")))
				.withMessageContaining("Did you mean 'wallets'?");
			assertThat(domains.undo(UndoRequest.backTo("transfers", "1")).isEmpty()).isTrue();
		}
	}

	@Test
	void aMissingOrEmptyWayBackIsRefusedBeforeAnythingIsUndone() {
		MigrationFolder folder = folder("users", 1).file("db/migration/users/V2__more.sql", "CREATE TABLE t2 (id int);")
			.file("db/migration/users/V3__more.sql", "CREATE TABLE t3 (id int);")
			.file("db/migration/users/U3__more.sql", "DROP TABLE t3;");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			FailureAnalysis failure = refused(domains, UndoRequest.newest(2));
			assertThat(failure.getDescription()).isEqualToNormalizingNewlines("""
					users@2 (more) can not be undone: there is no file 'db/migration/users/U2__more.sql'.

					Nothing was changed.""");
			assertThat(failure.getAction()).startsWith("Write the way back.");
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1,t2,t3");
			folder.file("db/migration/users/U2__more.sql", "-- DROP TABLE t2;\n");
			assertThat(refused(migrations.build(), UndoRequest.newest(2)).getDescription())
				.contains("its way back in 'db/migration/users/U2__more.sql' has nothing to run");
		}
	}

	@Test
	void aWayBackThatFailsHalfWayIsRolledBackAndToldWithFileLineAndStatement() {
		MigrationFolder folder = folder("users", 2).file("db/migration/users/U1__create.sql", """
				-- What V1 did
				DROP TABLE t1;

				DROP TABLE
				  nowhere;
				""");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			List<Map<String, Object>> before = history("users");
			DomainMigrationException failure = catchThrowableOfType(DomainMigrationException.class,
					() -> domains.undo(UndoRequest.newest(2)));
			assertThat(failure.analysis().getDescription()).isEqualToNormalizingNewlines("""
					Undoing version 1 of the domain 'users' failed in %s.

					    File:      db/migration/users/U1__create.sql, line 4
					    Statement: DROP TABLE nowhere
					    Error:     ERROR: table "nowhere" does not exist [SQLSTATE 42P01]

					The whole file was rolled back: the version is applied as before, and the history says so.

					Undone in this run, and staying so: users@2."""
				.formatted("the database 'main' (%s, configured by 'spring.datasource.url' in application.yml)"
					.formatted(this.database.url())));
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1");
			assertThat(history("users").subList(0, 2)).isEqualTo(before);
			assertThat(history("users")).hasSize(3);
			folder.file("db/migration/users/U1__create.sql", "DROP TABLE t1;");
			assertThat(labels(migrations.build().undo(UndoRequest.newest()))).containsExactly("users@1");
		}
	}

	@Test
	void beginAndCommitAroundAWayBackArePassedOverAndAnyOtherIsRefused() {
		MigrationFolder folder = folder("users", 1).file("db/migration/users/U1__create.sql",
				"BEGIN;\nDROP TABLE t1;\nCOMMIT;\nSELECT 1;");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			assertThat(refused(domains, UndoRequest.newest()).getDescription()).contains("U1__create.sql", "line 4",
					"a statement follows its COMMIT", "users@1 is applied as before");
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1");
			folder.file("db/migration/users/U1__create.sql", "BEGIN;\nDROP TABLE t1;\nCOMMIT;");
			migrations.build().undo(UndoRequest.newest());
			assertThat(tables("users")).isEqualTo("flyway_schema_history");
		}
	}

	@Test
	void whatNoTransactionCanHoldRunsWithoutOneAndIsRunAgainAfterAFailure() {
		MigrationFolder folder = folder("users", 1)
			.file("db/migration/users/V2__index.sql", "CREATE INDEX CONCURRENTLY i ON t1 (id);")
			.file("db/migration/users/U2__index.sql",
					"DROP INDEX CONCURRENTLY IF EXISTS i;\nDROP INDEX CONCURRENTLY nowhere;");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			assertThat(domains.undoPlan(UndoRequest.newest()).steps().get(0).inTransaction()).isFalse();
			DomainMigrationException failure = catchThrowableOfType(DomainMigrationException.class,
					() -> domains.undo(UndoRequest.newest()));
			assertThat(failure.analysis().getDescription()).contains("U2__index.sql, line 2",
					"what its first 1 statement did has stayed", "The history has the version as applied, as before.");
			assertThat(history("users")).hasSize(2);
			folder.file("db/migration/users/U2__index.sql", "DROP INDEX CONCURRENTLY IF EXISTS i;");
			migrations.build().undo(UndoRequest.newest());
			assertThat(history("users")).hasSize(3).last().hasFieldOrPropertyWithValue("type", "DELETE");
			migrations.migrate();
			assertThat(count("SELECT count(*) FROM pg_indexes WHERE schemaname = 'users' AND indexname = 'i'"))
				.isEqualTo(1);
		}
	}

	@Test
	void aWayBackThatMixesBothKindsOfStatementsIsRefusedUnlessItsAuthorSaysHow() {
		MigrationFolder folder = folder("users", 1)
			.file("db/migration/users/V2__index.sql", "CREATE INDEX CONCURRENTLY i ON t1 (id);")
			.file("db/migration/users/U2__index.sql", "DROP INDEX CONCURRENTLY i;\nCOMMENT ON TABLE t1 IS 'plain';");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			FailureAnalyzedException failure = catchThrowableOfType(FailureAnalyzedException.class,
					() -> domains.undo(UndoRequest.newest()));
			assertThat(failure.analysis().getDescription()).contains("U2__index.sql",
					"line 1: DROP INDEX CONCURRENTLY i");
			folder.file("db/migration/users/U2__index.sql.conf", "executeInTransaction=false");
			migrations.build().undo(UndoRequest.newest());
			assertThat(history("users")).hasSize(3);
		}
	}

	@Test
	void namesPlaceholdersAndDataMeanTheSameOnTheWayBack() {
		MigrationFolder folder = folder("users", 1).file("db/migration/users/V2__more.sql", """
				CREATE TABLE ${name} (id int, text text);
				COPY ${name} (id, text) FROM STDIN;
				1	${flyway:table}
				\\.
				""").file("db/migration/users/U2__more.sql", """
				SET search_path = pg_catalog;
				CREATE TABLE users.kept AS SELECT '${flyway:user}' AS name, current_user AS role;
				COPY users.kept (name, role) FROM STDIN;
				a	b
				\\.
				DROP TABLE users.${name};
				""");
		try (TestMigrations migrations = migrations(folder).domain("users")
			.settings(new MigrationSettings(StandardCharsets.UTF_8, "flyway_schema_history", false, true,
					Map.of("name", "more"), MigrationSettings.DEFAULT_LOCK_TIMEOUT))) {
			migrations.migrate().build().undo(UndoRequest.newest());
			assertThat(this.database.jdbc().queryForList("SELECT name = role FROM users.kept", Boolean.class))
				.containsExactlyInAnyOrder(true, false);
			assertThat(tables("users")).isEqualTo("flyway_schema_history,kept,t1");
			assertThat(count("SELECT count(*) FROM users.flyway_schema_history WHERE type = 'DELETE'")).isEqualTo(1);
		}
	}

	@Test
	void aWayBackThatDropsItsOwnHistoryIsRolledBack() {
		MigrationFolder folder = folder("users", 1).file("db/migration/users/U1__create.sql",
				"DROP SCHEMA users CASCADE;");
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			assertThat(refused(domains, UndoRequest.newest().force()).getDescription())
				.contains("drops the history \"users\".\"flyway_schema_history\"", "users@1 is applied as before");
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1");
		}
	}

	@Test
	void nothingIsUndoneInProductionWithoutForce() {
		try (TestMigrations migrations = threeDomains().production()) {
			DomainMigrations domains = migrations.migrate().build();
			assertThat(domains.undoPlan(UndoRequest.newest()).production()).isTrue();
			FailureAnalysis failure = refused(domains, UndoRequest.newest());
			assertThat(failure.getDescription()).startsWith("A production profile is active");
			assertThat(failure.getAction()).contains("--force");
			assertThat(labels(domains.undo(UndoRequest.newest().force()))).containsExactly("transfers@1");
		}
	}

	@Test
	void whatWasAgreedToIsRefusedWhenItIsNoLongerWhatWouldBeDone() {
		MigrationFolder folder = folder("users", 2);
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			UndoPlan agreed = domains.undoPlan(UndoRequest.newest());
			pair(folder, "users", 3);
			DomainMigrations newer = migrations.migrate().build();
			assertThat(refused(newer, UndoRequest.newest().agreeing(agreed)).getDescription())
				.startsWith("What would be undone is no longer what was shown: users@3, and it was to be users@2.");
			UndoPlan shown = newer.undoPlan(UndoRequest.newest());
			this.database.execute("INSERT INTO users.t3 VALUES (1), (2)");
			assertThat(refused(newer, UndoRequest.newest().agreeing(shown)).getDescription())
				.startsWith("More data would go than was shown: table users.t3 with 2 rows.");
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1,t2,t3");
			newer.undo(UndoRequest.newest().agreeing(newer.undoPlan(UndoRequest.newest())));
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1,t2");
		}
	}

	@Test
	void whatHasFailedOrIsABaselineOrIsWrittenInJavaOrHasNoFileCanNotBeUndone() throws Exception {
		MigrationFolder folder = folder("users", 2);
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			migrations.migrate();
			this.database.execute("UPDATE users.flyway_schema_history SET success = false WHERE version = '2'");
			assertThat(refused(migrations.build(), UndoRequest.newest()).getDescription())
				.contains("users@2 (create) can not be undone: it has failed");
			this.database.execute("UPDATE users.flyway_schema_history SET success = true, type = 'BASELINE'");
			assertThat(refused(migrations.build(), UndoRequest.newest()).getDescription()).contains("it is a baseline");
			this.database.execute("UPDATE users.flyway_schema_history SET type = 'SQL'");
			folder.delete("db/migration/users/V2__create.sql");
			folder.delete("db/migration/users/U2__create.sql");
			assertThat(refused(migrations.build(), UndoRequest.newest()).getDescription())
				.contains("this application has no file of it ('V2__create.sql' in the history)");
			folder.file("db/migration/users/V2__create.sql", "CREATE TABLE t2 (id int);")
				.file("db/migration/users/U2__create.sql", "DROP TABLE t2;");
			migrations.javaMigrations(new V3()).migrate();
			assertThat(refused(migrations.build(), UndoRequest.newest()).getDescription()).contains("written in Java");
		}
	}

	@Test
	void aFileThatWasEditedSinceIsToldAndCanBeUndone() {
		MigrationFolder folder = folder("users", 2);
		try (TestMigrations migrations = migrations(folder).domain("users")) {
			migrations.migrate();
			folder.file("db/migration/users/V2__create.sql", "CREATE TABLE t2 (id bigint);");
			DomainMigrations domains = migrations.build();
			assertThat(domains.undoPlan(UndoRequest.newest()).steps().get(0).changed()).isTrue();
			domains.undo(UndoRequest.newest());
			domains.migrate();
			assertThat(count("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'users' "
					+ "AND table_name = 't2' AND data_type = 'bigint'"))
				.isEqualTo(1);
		}
	}

	@Test
	void aDatabaseWithoutAHistoryHasNothingToUndo() {
		try (TestMigrations migrations = threeDomains()) {
			assertThat(migrations.build().undo(UndoRequest.newest()).isEmpty()).isTrue();
			assertThat(migrations.build().undoPlan(UndoRequest.backTo("users", "0")).isEmpty()).isTrue();
			assertThat(count("SELECT count(*) FROM pg_namespace WHERE nspname IN ('users', 'wallets', 'transfers')"))
				.isZero();
		}
	}

	@Test
	void undoingWaitsForAHistoryThatSomebodyElseWrites() throws Exception {
		MigrationFolder folder = folder("users", 1);
		try (TestMigrations migrations = migrations(folder).domain("users");
				Connection other = this.database.connect();
				Statement statement = other.createStatement()) {
			DomainMigrations domains = migrations.migrate().build();
			other.setAutoCommit(false);
			statement.execute("""
					INSERT INTO users.flyway_schema_history
					SELECT 2, '2', description, type, script, checksum, installed_by, now(), 0, true
					FROM users.flyway_schema_history""");
			Thread undoing = new Thread(() -> assertThat(refused(domains, UndoRequest.newest()).getDescription())
				.contains("has changed meanwhile: users@1 is not its newest version any more"));
			Throwable[] failure = new Throwable[1];
			undoing.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
			undoing.start();
			awaitWaiting();
			other.commit();
			undoing.join();
			assertThat(failure[0]).isNull();
			assertThat(tables("users")).isEqualTo("flyway_schema_history,t1");
		}
	}

	private void awaitWaiting() {
		long deadline = System.nanoTime() + 60_000_000_000L;
		while (count("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'") == 0) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private TestMigrations threeDomains() {
		folder("users", 2);
		folder("transfers", 1);
		return migrations(folder("wallets", 2)).domain("users")
			.domain("wallets", "users")
			.domain("transfers", "users", "wallets");
	}

	private MigrationFolder folder(String domain, int versions) {
		MigrationFolder folder = new MigrationFolder(this.classes);
		for (int version = 1; version <= versions; version++) {
			pair(folder, domain, version);
		}
		return folder;
	}

	private static void pair(MigrationFolder folder, String domain, int version) {
		folder
			.file("db/migration/%s/V%d__create.sql".formatted(domain, version),
					"CREATE TABLE t%d (id int);".formatted(version))
			.file("db/migration/%s/U%d__create.sql".formatted(domain, version), "DROP TABLE t%d;".formatted(version));
	}

	private TestMigrations migrations(MigrationFolder folder) {
		return new TestMigrations(this.database, folder);
	}

	private static FailureAnalysis refused(DomainMigrations domains, UndoRequest request) {
		UndoException refusal = catchThrowableOfType(UndoException.class, () -> domains.undo(request));
		assertThat(refusal).isNotNull();
		return refusal.analysis();
	}

	private static List<String> labels(UndoPlan plan) {
		return plan.steps().stream().map((step) -> step.domain() + "@" + step.version()).toList();
	}

	private List<Map<String, Object>> history(String domain) {
		return this.database.jdbc()
			.queryForList("SELECT * FROM %s.flyway_schema_history ORDER BY installed_rank".formatted(domain));
	}

	private String tables(String schema) {
		return this.database.jdbc()
			.queryForObject(
					"SELECT coalesce(string_agg(tablename, ',' ORDER BY tablename), '') FROM pg_tables WHERE schemaname = ?",
					String.class, schema);
	}

	private int count(String sql) {
		return this.database.jdbc().queryForObject(sql, Integer.class);
	}

	private static final class V3 extends BaseJavaMigration {

		@Override
		public MigrationVersion getVersion() {
			return MigrationVersion.fromVersion("3");
		}

		@Override
		public String getDescription() {
			return "java";
		}

		@Override
		public void migrate(Context context) throws SQLException {
			try (Statement statement = context.getConnection().createStatement()) {
				statement.execute("CREATE TABLE users.java (id int)");
			}
		}

	}

}
