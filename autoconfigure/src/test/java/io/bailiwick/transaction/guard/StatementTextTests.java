package io.bailiwick.transaction.guard;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementText}.
 */
class StatementTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "  select * from updates", "(SELECT 1) UNION (SELECT 2)", "TABLE users",
			"VALUES (1)", "SHOW search_path", "SET LOCAL lock_timeout = 1", "EXPLAIN SELECT 1", "",
			"-- INSERT INTO x\nSELECT 1", "/* DELETE FROM x */ SELECT 1", "WITH a AS (SELECT 1) SELECT * FROM a",
			"WITH a AS (SELECT 'insert into x') SELECT * FROM a", "SELECT 1 FOR UPDATE",
			"WITH a AS (SELECT id FROM x FOR UPDATE) SELECT * FROM a" })
	void reading(String sql) {
		assertThat(StatementText.writes(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO x VALUES (1)", "update x set a = 1", "DELETE FROM x", "MERGE INTO x USING y",
			"TRUNCATE x", "CREATE TABLE x ()", "COPY x FROM STDIN", "CALL work()", "{call work()}", "{? = call work()}",
			"DO $$ BEGIN END $$", "/* c */ INSERT INTO x VALUES (1)", "-- c\nINSERT INTO x VALUES (1)",
			"WITH a AS (INSERT INTO x VALUES (1) RETURNING 1) SELECT * FROM a",
			"WITH a AS (SELECT 1) UPDATE x AS y SET a = 1", "WITH a AS (UPDATE ONLY x SET a = 1) SELECT 1",
			"WITH a AS (DELETE FROM x) SELECT 1" })
	void writing(String sql) {
		assertThat(StatementText.writes(sql)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			SELECT 'it''s', a1 FROM t2 WHERE b = 42    | SELECT ?, a1 FROM t2 WHERE b = ?
			SELECT E'a\\'b', 1.5e3, $1, x.y9           | SELECT ?, ?, $1, x.y9
			SELECT $$ secret $$, $t$ a $$ b $t$, id_7  | SELECT ?, ?, id_7
			SELECT 'never closed                       | SELECT ?
			UPDATE x SET a = ? WHERE b = ANY (?)       | UPDATE x SET a = ? WHERE b = ANY (?)
			""")
	void valuesAreLeftOut(String sql, String shown) {
		assertThat(StatementText.withoutValues(sql)).isEqualTo(shown);
	}

	@Test
	void whatTransactionsSayInFrontOfTheFirstStatementIsNoPartOfIt() {
		assertThat(StatementText
			.withoutPreamble("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET LOCAL statement_timeout = 1; "
					+ "SET LOCAL transaction_timeout = 51; SELECT pg_current_xact_id(); SELECT 1; SELECT 2"))
			.isEqualTo("SELECT 1; SELECT 2");
		assertThat(StatementText.withoutPreamble("SELECT 1; SELECT 2")).isEqualTo("SELECT 1; SELECT 2");
	}

	@Test
	void aTextIsOneShortLine() {
		assertThat(StatementText.withoutValues("SELECT a,\n\t\tb\nFROM c")).isEqualTo("SELECT a, b FROM c");
		String shown = StatementText.withoutValues("SELECT " + "a, ".repeat(100_000));
		assertThat(shown).hasSizeLessThan(600).endsWith(" …");
	}

}
