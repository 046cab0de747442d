package io.bailiwick.migration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Integration tests for migrations without a transaction whose process is killed, with
 * {@code kill -9}, while a statement runs.
 */
@Timeout(120)
class InterruptedMigrationIntegrationTests {

	private static final String INTENT = "users.bailiwick_migration_intent";

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	private MigratingProcess process;

	@AfterEach
	void end() {
		if (this.process != null) {
			this.process.kill();
		}
	}

	@Test
	void anIndexThatWasBeingBuiltIsDroppedAndBuiltAgainAndWhatStandsBeforeItIsNotRunAgain() {
		MigrationFolder folder = table().file("db/migration/users/V2__index.sql", """
				CREATE INDEX CONCURRENTLY done ON t (n, id);
				CREATE INDEX CONCURRENTLY "Half Done" ON t (slow(n));
				CREATE INDEX CONCURRENTLY later ON t (id, n);
				""");
		killWhile("CREATE INDEX CONCURRENTLY \"Half Done\"%");
		assertThat(intent()).isEqualTo("V2__index.sql 2 CREATE_INDEX running");
		assertThat(invalidIndexes()).containsExactly("Half Done");
		Long done = this.jdbc.queryForObject("SELECT 'users.done'::regclass::oid::bigint", Long.class);
		speedUp();
		migrations(folder).migrate().close();
		assertThat(history()).containsExactly("1 true", "2 true");
		assertThat(invalidIndexes()).isEmpty();
		assertThat(indexes()).containsExactly("Half Done", "done", "later", "t_pkey");
		assertThat(this.jdbc.queryForObject("SELECT 'users.done'::regclass::oid::bigint", Long.class)).isEqualTo(done);
		assertThat(intentTableExists()).isFalse();
	}

	@Test
	void anIndexWithoutANameIsFoundByItsTable() {
		MigrationFolder folder = table().file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY ON t (slow(n));");
		killWhile("CREATE INDEX CONCURRENTLY%");
		assertThat(invalidIndexes()).hasSize(1);
		speedUp();
		migrations(folder).migrate().close();
		assertThat(indexes()).hasSize(2);
		assertThat(invalidIndexes()).isEmpty();
	}

	@Test
	void anInvalidIndexOfSomebodyElseStays() {
		table();
		migrations(new MigrationFolder(this.classes)).migrate().close();
		this.database.execute("INSERT INTO users.t VALUES (-1, 1), (-2, 1)");
		assertThat(catchThrowable(
				() -> this.database.execute("CREATE UNIQUE INDEX CONCURRENTLY foreign_one ON users.t (n)")))
			.isNotNull();
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY ours ON t (slow(n));");
		killWhile("CREATE INDEX CONCURRENTLY ours%");
		speedUp();
		migrations(folder).migrate().close();
		assertThat(invalidIndexes()).containsExactly("foreign_one");
	}

	@Test
	void whatAReindexLeftIsDroppedAndItRunsAgain() {
		MigrationFolder folder = table().file("db/migration/users/V2__index.sql", "CREATE INDEX i ON t (n);");
		migrations(folder).migrate().close();
		folder.file("db/migration/users/V3__reindex.sql", "REINDEX (VERBOSE) TABLE CONCURRENTLY t;");
		killWhileBlocked("REINDEX%");
		assertThat(intent()).isEqualTo("V3__reindex.sql 1 REINDEX running");
		assertThat(invalidIndexes()).isNotEmpty().allSatisfy((name) -> assertThat(name).contains("_ccnew"));
		migrations(folder).migrate().close();
		assertThat(invalidIndexes()).isEmpty();
		assertThat(indexes()).containsExactly("i", "t_pkey");
		assertThat(history()).hasSize(3);
	}

	@Test
	void aPartitionThatWasBeingDetachedIsDetached() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql",
				"CREATE TABLE t (n int) PARTITION BY RANGE (n); CREATE TABLE p PARTITION OF t FOR VALUES FROM (0) TO (9);");
		migrations(folder).migrate().close();
		folder.file("db/migration/users/V2__detach.sql", "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;");
		killWhileBlocked("ALTER TABLE t DETACH%");
		assertThat(intent()).isEqualTo("V2__detach.sql 1 DETACH running");
		assertThat(this.jdbc.queryForObject("SELECT inhdetachpending FROM pg_inherits", Boolean.class)).isTrue();
		migrations(folder).migrate().close();
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM pg_inherits", Long.class)).isZero();
		assertThat(history()).containsExactly("1 true", "2 true");
	}

	@Test
	void aCallThatWasRunningStopsTheNextRunUntilAPersonHasSaidWhatBecameOfIt() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql", """
				CREATE TABLE t (n int);
				CREATE PROCEDURE fill(n int) LANGUAGE plpgsql AS $$ BEGIN
					INSERT INTO users.t VALUES (n); COMMIT; PERFORM pg_sleep(60); END $$;
				""").file("db/migration/users/V2__fill.sql", """
				-- comment
				CREATE TABLE before (n int);

				CALL fill(1);
				CREATE TABLE after (n int);
				""").file("db/migration/users/V2__fill.sql.conf", "executeInTransaction=false");
		killWhile("CALL fill%");
		try (TestMigrations migrations = migrations(folder)) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.startsWith("A statement of the domain 'users' was running when its process ended")
				.contains("File:      db/migration/users/V2__fill.sql, line 4, statement 2")
				.contains("Statement: CALL fill(1)")
				.contains("Since:     20");
			assertThat(failure.getAction()).contains(
					"UPDATE \"users\".\"bailiwick_migration_intent\" SET state = 'done' WHERE script = 'V2__fill.sql';");
			assertThat(history()).containsExactly("1 true");
			assertThat(migrations.fail().getDescription()).isEqualTo(failure.getDescription());
			this.database.execute("UPDATE " + INTENT + " SET state = 'done' WHERE script = 'V2__fill.sql'");
			migrations.migrate();
		}
		assertThat(history()).containsExactly("1 true", "2 true");
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM users.t, (SELECT FROM users.after) x", Long.class))
			.isZero();
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM users.t", Long.class)).isOne();
	}

	@Test
	void statementsThatATransactionHoldsAreDoneExactlyOnceAndSettingsAreMadeAgain() {
		MigrationFolder folder = table().file("db/migration/users/V2__fill.sql", """
				SET my.mark = 'set';
				CREATE TABLE log AS SELECT 1 AS statement;
				INSERT INTO log VALUES (2);
				BEGIN;
				INSERT INTO log VALUES (3);
				COMMIT;
				BEGIN;
				INSERT INTO log VALUES (4);
				SELECT slow(n) FROM t;
				INSERT INTO log SELECT 5;
				COMMIT;
				INSERT INTO log SELECT 6 WHERE current_setting('my.mark') = 'set';
				""").file("db/migration/users/V2__fill.sql.conf", "executeInTransaction=false");
		killWhile("SELECT slow%");
		assertThat(this.jdbc.queryForList("SELECT statement FROM users.log ORDER BY 1", Integer.class))
			.containsExactly(1, 2, 3);
		speedUp();
		migrations(folder).migrate().close();
		assertThat(this.jdbc.queryForList("SELECT statement FROM users.log ORDER BY 1", Integer.class))
			.containsExactly(1, 2, 3, 4, 5, 6);
		assertThat(intentTableExists()).isFalse();
	}

	@Test
	void aFileThatHasChangedSinceItWasInterruptedStopsTheRun() {
		MigrationFolder folder = table().file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY i ON t (id, n); CREATE INDEX CONCURRENTLY j ON t (slow(n));");
		killWhile("%CREATE INDEX CONCURRENTLY j%");
		speedUp();
		folder.file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY i2 ON t (id, n); CREATE INDEX CONCURRENTLY j ON t (slow(n));");
		try (TestMigrations migrations = migrations(folder)) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith(
					"The file 'db/migration/users/V2__index.sql' of the domain 'users' has changed since it was interrupted")
				.contains("the first 1 statements of the file as it was are done");
			assertThat(failure.getAction())
				.contains("DELETE FROM \"users\".\"bailiwick_migration_intent\" WHERE script = 'V2__index.sql';");
		}
		assertThat(history()).containsExactly("1 true");
		folder.file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY i ON t (id, n); CREATE INDEX CONCURRENTLY j ON t (slow(n));");
		migrations(folder).migrate().close();
		assertThat(history()).containsExactly("1 true", "2 true");
	}

	@Test
	void aFileThatIsGoneStopsTheRunAsSoonAsThereIsAnother() throws Exception {
		MigrationFolder folder = table().file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY i ON t (slow(n));");
		killWhile("CREATE INDEX CONCURRENTLY i%");
		Files.delete(this.classes.resolve("db/migration/users/V2__index.sql"));
		folder.file("db/migration/users/V3__more.sql", "CREATE TABLE more (n int);");
		try (TestMigrations migrations = migrations(folder)) {
			assertThat(migrations.fail().getDescription()).startsWith(
					"The file 'V2__index.sql' of the domain 'users' was interrupted, and is not there any more.");
		}
		assertThat(history()).containsExactly("1 true");
		assertThat(invalidIndexes()).isEmpty();
	}

	@Test
	void anInterruptedMigrationIsNeverTakenForOneWithNothingToDo() {
		MigrationFolder folder = table().file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY i ON t (slow(n));");
		killWhile("CREATE INDEX CONCURRENTLY i%");
		try (TestMigrations migrations = migrations(folder)) {
			// The row in the history is written after the last statement, and the intent
			// is forgotten after that.
			assertThat(migrations.build().statuses("main").get("users").pending()).isOne();
			speedUp();
			migrations.migrate();
			assertThat(migrations.build().statuses("main").get("users").pending()).isZero();
		}
	}

	@Test
	void aProcessThatEndsBetweenTheHistoryAndTheIntentLeavesNothingToDo() {
		MigrationFolder folder = table().file("db/migration/users/V2__index.sql",
				"CREATE INDEX CONCURRENTLY i ON t (slow(n));");
		killWhile("CREATE INDEX CONCURRENTLY i%");
		speedUp();
		this.database.execute("CREATE TABLE kept AS SELECT * FROM " + INTENT);
		migrations(folder).migrate().close();
		this.database.execute("CREATE TABLE " + INTENT + " (LIKE kept); INSERT INTO " + INTENT + " SELECT * FROM kept");
		migrations(folder).migrate().close();
		folder.file("db/migration/users/V3__more.sql", "CREATE TABLE more (n int);");
		migrations(folder).migrate().close();
		assertThat(history()).containsExactly("1 true", "2 true", "3 true");
		assertThat(indexes()).contains("i");
		assertThat(intentTableExists()).isFalse();
	}

	@Test
	void whatAFailedStatementLeftIsCleanedUpAndTheFileGoesOnFromThere() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1);")
			.file("db/migration/users/V2__index.sql",
					"CREATE INDEX CONCURRENTLY i ON t (n); CREATE UNIQUE INDEX CONCURRENTLY j ON t (n);");
		try (TestMigrations migrations = migrations(folder)) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getAction()).contains("what stands before it is done and is passed over");
			assertThat(invalidIndexes()).containsExactly("j");
			assertThat(intent()).isEqualTo("V2__index.sql 2 CREATE_INDEX failed");
			// The history says that it has failed, and refuses; what is left is cleaned
			// up.
			migrations.fail();
			assertThat(invalidIndexes()).isEmpty();
			this.database.execute("DELETE FROM users.flyway_schema_history WHERE NOT success");
			folder.file("db/migration/users/V2__index.sql",
					"CREATE INDEX CONCURRENTLY i ON t (n); CREATE INDEX CONCURRENTLY not_unique ON t (n);");
			migrations.migrate();
		}
		assertThat(indexes()).containsExactly("i", "not_unique");
		assertThat(history()).containsExactly("1 true", "2 true");
		assertThat(intentTableExists()).isFalse();
	}

	private MigrationFolder table() {
		return new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql", """
				CREATE TABLE speed (seconds int); INSERT INTO speed VALUES (60);
				CREATE FUNCTION slow(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
				BEGIN PERFORM pg_sleep((SELECT seconds FROM users.speed)); RETURN n; END $$;
				CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1);
				""");
	}

	private void speedUp() {
		this.database.execute("UPDATE users.speed SET seconds = 0");
	}

	private void killWhile(String query) {
		this.process = MigratingProcess.start(this.database, this.classes, "users");
		this.process.awaitQuery(query, "PgSleep");
		this.process.kill();
	}

	/**
	 * Let a statement wait for a transaction that has seen the table, and kill its
	 * process meanwhile.
	 */
	private void killWhileBlocked(String query) {
		try (Connection reader = this.database.connect(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("SELECT FROM users.t");
			this.process = MigratingProcess.start(this.database, this.classes, "users");
			this.process.awaitQuery(query, "virtualxid");
			this.process.kill();
			this.process.awaitEnd(query);
			reader.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String intent() {
		return this.jdbc.queryForObject(
				"SELECT concat_ws(' ', script, statement, kind, state) FROM " + INTENT + " ORDER BY since LIMIT 1",
				String.class);
	}

	private boolean intentTableExists() {
		return Boolean.TRUE
			.equals(this.jdbc.queryForObject("SELECT to_regclass(?) IS NOT NULL", Boolean.class, INTENT));
	}

	private List<String> invalidIndexes() {
		return this.jdbc.queryForList("""
				SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid ORDER BY 1""",
				String.class);
	}

	private List<String> indexes() {
		return this.jdbc.queryForList(
				"SELECT indexname FROM pg_indexes WHERE schemaname = 'users' AND tablename = 't' ORDER BY indexname COLLATE \"C\"",
				String.class);
	}

	private List<String> history() {
		return this.jdbc.queryForList(
				"SELECT version || ' ' || success FROM users.flyway_schema_history ORDER BY installed_rank",
				String.class);
	}

	private TestMigrations migrations(MigrationFolder folder) {
		return new TestMigrations(this.database, folder).domain("users");
	}

}
