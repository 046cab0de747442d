package io.bailiwick.migration.script.statement;

import io.bailiwick.migration.script.statement.DataChange.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataChange}.
 */
class DataChangeTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			DROP TABLE a                                             | DESTROYS | drops a table
			/* old */ drop table if exists a cascade                 | DESTROYS | drops a table
			DROP SCHEMA a                                            | DESTROYS | drops a schema
			DROP SEQUENCE a                                          | DESTROYS | drops a sequence
			DROP OWNED BY somebody                                   | DESTROYS | all that a role owns
			DROP TYPE mood CASCADE                                   | DESTROYS | CASCADE
			DROP EXTENSION citext CASCADE                            | DESTROYS | CASCADE
			TRUNCATE a, b                                            | DESTROYS | empties tables
			DELETE FROM a WHERE id = 1                               | DESTROYS | deletes rows
			WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone | DESTROYS | deletes rows
			ALTER TABLE a DROP COLUMN old                            | DESTROYS | drops a column
			ALTER TABLE a DROP old                                   | DESTROYS | drops a column
			ALTER TABLE a DROP "old"                                 | DESTROYS | drops a column
			ALTER TABLE "a" DROP identity                            | DESTROYS | drops a column
			ALTER TABLE a ADD b int, DROP COLUMN IF EXISTS c         | DESTROYS | drops a column
			ALTER TABLE a ALTER b TYPE int, DROP c                   | DESTROYS | drops a column
			ALTER TYPE point2 DROP ATTRIBUTE y                       | DESTROYS | drops an attribute
			UPDATE a SET b = 1                                       | REWRITES | changes rows
			INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 1 | REWRITES | changes rows
			MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DO NOTHING | REWRITES | merges rows
			MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE | DESTROYS | deletes rows
			ALTER TABLE a ALTER COLUMN b TYPE bigint                 | REWRITES | converts a column
			ALTER TABLE a ALTER b SET DATA TYPE bigint USING b::bigint | REWRITES | converts a column
			ALTER TABLE a ALTER "b" TYPE text                        | REWRITES | converts a column
			ALTER TYPE point2 ALTER ATTRIBUTE y TYPE bigint          | REWRITES | converts an attribute
			DO $$ BEGIN DELETE FROM a; END $$                        | UNKNOWN  | a block of code with DELETE
			DO $body$ BEGIN EXECUTE 'x'; END $body$                  | UNKNOWN  | EXECUTE
			CALL tidy_up()                                           | UNKNOWN  | calls a procedure
			""")
	void whatBecomesOfDataIsTold(String sql, Kind kind, String reason) {
		DataChange change = DataChange.of(sql);
		assertThat(change).isNotNull();
		assertThat(change.kind()).isEqualTo(kind);
		assertThat(change.reason()).contains(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-- DROP TABLE a", "SELECT 'DROP TABLE a'", "CREATE TABLE a (updated text)",
			"CREATE TABLE b AS SELECT * FROM a", "INSERT INTO a VALUES (1)", "COPY a FROM STDIN", "DROP VIEW a",
			"DROP VIEW a CASCADE", "DROP INDEX CONCURRENTLY a", "DROP MATERIALIZED VIEW a", "DROP FUNCTION f()",
			"DROP TYPE mood", "ALTER TABLE a DROP CONSTRAINT b", "ALTER TABLE a ALTER b DROP DEFAULT",
			"ALTER TABLE a ALTER COLUMN b DROP NOT NULL", "ALTER TABLE a ALTER b DROP IDENTITY",
			"ALTER TABLE a ALTER COLUMN \"b\" DROP EXPRESSION", "ALTER TABLE a RENAME TO b",
			"ALTER TABLE a ADD COLUMN type text", "ALTER TYPE mood ADD VALUE 'x'",
			"ALTER TABLE a DETACH PARTITION b CONCURRENTLY", "VACUUM FULL a", "WITH x AS (SELECT 1) SELECT * FROM x",
			"WITH x AS (SELECT * FROM a FOR UPDATE) INSERT INTO b SELECT * FROM x",
			"WITH x AS (SELECT * FROM a FOR NO KEY UPDATE) SELECT * FROM x",
			"CREATE TRIGGER t AFTER DELETE ON a EXECUTE FUNCTION f()",
			"CREATE FUNCTION f() RETURNS void AS $$ DELETE FROM a $$ LANGUAGE sql",
			"DO $$ BEGIN RAISE NOTICE 'updated'; END $$", "COMMENT ON TABLE a IS 'DELETE'" })
	void whatTouchesNoDataIsNotSuspected(String sql) {
		assertThat(DataChange.of(sql)).isNull();
	}

}
