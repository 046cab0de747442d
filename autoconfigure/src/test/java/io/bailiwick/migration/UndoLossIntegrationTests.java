package io.bailiwick.migration;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import io.bailiwick.migration.undo.DataLoss;
import io.bailiwick.migration.undo.UndoException;
import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Integration tests for what is said of data that goes when a migration is undone.
 */
class UndoLossIntegrationTests {

	private static final String UP = """
			CREATE TABLE a (id int PRIMARY KEY, name text, note text, total int GENERATED ALWAYS AS (id * 2) STORED);
			CREATE TABLE b (id int, a_id int REFERENCES a);
			CREATE TYPE mood AS ENUM ('good', 'bad');
			CREATE TABLE c (id int, mood mood);
			CREATE TABLE p (id int) PARTITION BY RANGE (id);
			CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
			CREATE TABLE empty (id int);
			CREATE TABLE "Odd ""name" ("A b" int);
			CREATE VIEW v AS SELECT name FROM a;
			INSERT INTO a VALUES (1, 'x', NULL), (2, NULL, NULL), (3, 'y', NULL);
			INSERT INTO b VALUES (1, 1);
			INSERT INTO c VALUES (1, 'good'), (2, NULL);
			INSERT INTO p VALUES (1), (2);
			INSERT INTO "Odd ""name" VALUES (1);
			""";

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void droppedTablesAndColumnsAreCountedAndWhatIsEmptyIsNoLoss() {
		assertThat(losses("DROP TABLE IF EXISTS b, users.\"Odd \"\"name\", empty; DROP TABLE p;")).containsExactly(
				"table users.b with 1 row", "table users.\"Odd \"\"name\" with 1 row", "table users.p with 2 rows",
				"table users.p1 with 2 rows");
		assertThat(losses("ALTER TABLE ONLY a DROP COLUMN IF EXISTS note, DROP name CASCADE, ADD x int;"))
			.containsExactly("column users.a.name with 2 values");
		assertThat(losses("ALTER TABLE users.c DROP CONSTRAINT IF EXISTS x, ALTER COLUMN mood TYPE text;"))
			.containsExactly("column users.c.mood is converted: 1 value");
		assertThat(losses("/* DROP TABLE a; */ COMMENT ON TABLE a IS 'DROP TABLE b'; -- DROP TABLE c")).isEmpty();
		assertThat(losses("DROP TABLE \"A\", nowhere;")).isEmpty();
	}

	@Test
	void whatGoesByCascadeIsToldAsWell() {
		assertThat(losses("DROP TYPE mood CASCADE;")).containsExactly("column users.c.mood with 1 value");
		assertThat(losses("ALTER TABLE a DROP COLUMN id CASCADE;")).containsExactly("column users.a.id with 3 values",
				"column users.a.total with 3 values");
		assertThat(losses("DROP SCHEMA users CASCADE;")).contains("table users.a with 3 rows",
				"table users.flyway_schema_history with 1 row", "table users.p1 with 2 rows");
		assertThat(losses("DROP VIEW v;")).isEmpty();
	}

	@Test
	void rowsThatMayBeDeletedOrChangedAndCodeThatMayDoAnythingAreToldAsThat() {
		assertThat(losses("TRUNCATE a CASCADE;")).containsExactly("all rows of users.a: 3 rows",
				"all rows of users.b: 1 row");
		assertThat(losses("DELETE FROM ONLY users.a WHERE id > 1;"))
			.containsExactly("some rows of users.a, which has 3 rows");
		assertThat(losses("WITH gone AS (DELETE FROM b RETURNING *) UPDATE a SET note = 'x' FROM gone;"))
			.containsExactly("some rows of users.b, which has 1 row", "values in users.a, which has 3 rows");
		assertThat(losses("DO $$ BEGIN DROP TABLE a; END $$; CALL cleanup('secret');")).containsExactly(
				"whatever this does, which can not be told beforehand: DO …",
				"whatever this does, which can not be told beforehand: CALL cleanup …");
	}

	@Test
	void aLargeTableIsEstimatedAndOneNobodyHasAnalyzedIsCountedUpToABound() {
		try (TestMigrations migrations = migrations("DROP TABLE c; ALTER TABLE b DROP a_id;")) {
			DomainMigrations domains = migrations.migrate().build();
			this.database.execute("ALTER TABLE users.c SET (autovacuum_enabled = false); "
					+ "INSERT INTO users.c SELECT g, NULL FROM generate_series(1, 150000) g");
			assertThat(domains.undoPlan(UndoRequest.newest()).losses().get(0)).satisfies((loss) -> {
				assertThat(loss.rows()).isEqualTo(100_000L);
				assertThat(loss.precision()).isEqualTo(DataLoss.Precision.AT_LEAST);
				assertThat(loss.describe()).isEqualTo("table users.c with at least 100,000 rows");
			});
			this.database.execute("INSERT INTO users.b SELECT g, CASE WHEN g % 2 = 0 THEN 1 END "
					+ "FROM generate_series(1, 150000) g; ANALYZE users.b, users.c");
			List<DataLoss> losses = domains.undoPlan(UndoRequest.newest()).losses();
			assertThat(losses).extracting(DataLoss::precision)
				.containsExactly(DataLoss.Precision.ESTIMATE, DataLoss.Precision.ESTIMATE);
			assertThat(losses.get(0).rows()).isBetween(149_000L, 151_000L);
			assertThat(losses.get(1).rows()).isBetween(70_000L, 80_000L);
		}
	}

	@Test
	void countingWaitsForNobody() throws Exception {
		try (TestMigrations migrations = migrations("DROP TABLE c;");
				Connection other = this.database.connect();
				Statement statement = other.createStatement()) {
			DomainMigrations domains = migrations.migrate().build();
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE users.c");
			assertThat(domains.undoPlan(UndoRequest.newest()).losses()).extracting(DataLoss::describe)
				.containsExactly("table users.c with an unknown number of rows");
		}
	}

	@Test
	void dataThatGoesAlthoughNobodyCouldTellIsKeptUnlessForced() {
		try (TestMigrations migrations = migrations("DO $$ BEGIN DROP TABLE b; DROP TYPE mood CASCADE; END $$;")) {
			DomainMigrations domains = migrations.migrate().build();
			UndoRequest request = UndoRequest.newest();
			UndoException refusal = catchThrowableOfType(UndoException.class,
					() -> domains.undo(request.agreeing(domains.undoPlan(request))));
			FailureAnalysis failure = refusal.analysis();
			assertThat(failure.getDescription())
				.startsWith("Undoing users@1 would also take what could not be told beforehand: ")
				.contains("table users.b with 1 row", "column users.c.mood with 1 value",
						"was run and rolled back: the schema and the history are as they were before it.");
			assertThat(this.database.jdbc().queryForObject("SELECT count(mood) FROM users.c", Integer.class))
				.isEqualTo(1);
			assertThat(domains.status("users").currentVersion()).isEqualTo("1");
			domains.undo(request.force());
			assertThat(domains.status("users").currentVersion()).isNull();
		}
	}

	@Test
	void whatIsEmptyMayGoUnannounced() {
		try (TestMigrations migrations = migrations(
				"DO $$ BEGIN DROP TABLE empty; ALTER TABLE a DROP COLUMN note; END $$;")) {
			DomainMigrations domains = migrations.migrate().build();
			domains.undo(UndoRequest.newest());
			assertThat(this.database.jdbc()
				.queryForObject("SELECT count(*) FROM pg_class WHERE relname = 'empty'", Integer.class)).isZero();
			assertThat(domains.status("users").currentVersion()).isNull();
		}
	}

	private List<String> losses(String down) {
		this.database.execute("DROP SCHEMA IF EXISTS users CASCADE");
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql", UP)
			.file("db/migration/users/U1__create.sql", down);
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("users")) {
			return migrations.migrate()
				.build()
				.undoPlan(UndoRequest.newest())
				.losses()
				.stream()
				.map(DataLoss::describe)
				.toList();
		}
	}

	private TestMigrations migrations(String down) {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql", UP)
			.file("db/migration/users/U1__create.sql", down);
		return new TestMigrations(this.database, folder).domain("users");
	}

}
