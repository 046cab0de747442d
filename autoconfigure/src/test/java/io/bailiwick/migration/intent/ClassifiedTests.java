package io.bailiwick.migration.intent;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Classified}.
 */
class ClassifiedTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
			"CREATE INDEX CONCURRENTLY i ON t (n)                                     | CREATE_INDEX  | t         | i",
			"create unique /* x /* y */ */ index concurrently if not exists \"I i\" on only \"s\" . t using gin (n) | CREATE_INDEX | \"s\" . t | \"I i\"",
			"CREATE INDEX CONCURRENTLY ON s.t (lower(n))                              | CREATE_INDEX  | s.t       | -",
			"CREATE INDEX concurrently ON t (n)                                       | CREATE_INDEX  | t         | -",
			"CREATE INDEX \"concurrently\" ON t (n)                                   | TRANSACTIONAL | -         | -",
			"DROP INDEX CONCURRENTLY IF EXISTS s.i                                    | DROP_INDEX    | -         | s.i",
			"DROP INDEX i                                                             | TRANSACTIONAL | -         | -",
			"REINDEX INDEX CONCURRENTLY i                                             | REINDEX       | i         | -",
			"REINDEX (VERBOSE, TABLESPACE x) TABLE CONCURRENTLY s.t                   | REINDEX       | s.t       | -",
			"REINDEX (CONCURRENTLY) TABLE t                                           | REINDEX       | t         | -",
			"REINDEX SCHEMA CONCURRENTLY s                                            | REINDEX_MANY  | -         | -",
			"REINDEX TABLE t                                                          | REPEATABLE    | -         | -",
			"ALTER TABLE IF EXISTS ONLY s.t DETACH PARTITION s.p CONCURRENTLY         | DETACH        | s.t       | s.p",
			"ALTER TABLE t DETACH PARTITION p                                         | TRANSACTIONAL | -         | -",
			"ALTER TYPE e ADD VALUE 'x'                                               | TRANSACTIONAL | -         | -",
			"ALTER SYSTEM SET work_mem = '1MB'                                        | REPEATABLE    | -         | -",
			"ALTER DATABASE d SET TABLESPACE x                                        | UNKNOWN       | -         | -",
			"/* a comment first -- */ VACUUM (ANALYZE) t                                 | REPEATABLE    | -         | -",
			"CREATE DATABASE d                                                        | UNKNOWN       | -         | -",
			"CALL p()                                                                 | UNKNOWN       | -         | -",
			"DO $$ BEGIN PERFORM f(); END $$                                          | TRANSACTIONAL | -         | -",
			"DO $$ BEGIN PERFORM f(); COMMIT; END $$                                  | UNKNOWN       | -         | -",
			"SET lock_timeout = '1s'                                                  | SESSION       | -         | -",
			"PREPARE x AS SELECT 1                                                    | SESSION       | -         | -",
			"PREPARE TRANSACTION 'x'                                                  | UNKNOWN       | -         | -",
			"START TRANSACTION ISOLATION LEVEL SERIALIZABLE                           | BEGIN         | -         | -",
			"COMMIT                                                                   | COMMIT        | -         | -",
			"END AND NO CHAIN                                                         | COMMIT        | -         | -",
			"COMMIT AND CHAIN                                                         | UNKNOWN       | -         | -",
			"ROLLBACK TO SAVEPOINT x                                                  | TRANSACTIONAL | -         | -",
			"ABORT                                                                    | ROLLBACK      | -         | -",
			"WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x                       | TRANSACTIONAL | -         | -",
			"SOMETHING NEW                                                            | UNKNOWN       | -         | -" })
	void tellsWhatCanBeKnownAboutAStatement(String sql, StatementKind kind, String target, String object) {
		assertThat(Classified.of(sql)).isEqualTo(new Classified(kind, target, object));
	}

}
