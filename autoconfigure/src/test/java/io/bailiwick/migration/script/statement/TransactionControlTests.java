package io.bailiwick.migration.script.statement;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransactionControl}.
 */
class TransactionControlTests {

	@ParameterizedTest
	@CsvSource({ "BEGIN, BEGIN", "begin;, BEGIN", "BEGIN WORK, BEGIN", "/* a /* b */ */ begin transaction;, BEGIN",
			"START TRANSACTION, BEGIN", "BEGIN ISOLATION LEVEL SERIALIZABLE, OTHER",
			"START TRANSACTION READ ONLY, OTHER", "COMMIT, COMMIT", "END, COMMIT", "END WORK;, COMMIT",
			"COMMIT AND NO CHAIN, COMMIT", "COMMIT AND CHAIN, OTHER", "COMMIT PREPARED 'x', OTHER", "ROLLBACK, OTHER",
			"ROLLBACK WORK, OTHER", "ABORT, OTHER", "PREPARE TRANSACTION 'x', OTHER", "ROLLBACK PREPARED 'x', OTHER" })
	void whatBeginsOrEndsATransactionIsTold(String sql, TransactionControl control) {
		assertThat(TransactionControl.of(sql)).isEqualTo(control);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-- COMMIT", "SELECT 'COMMIT'", "SAVEPOINT a", "RELEASE SAVEPOINT a", "ROLLBACK TO a",
			"ROLLBACK WORK TO SAVEPOINT a", "PREPARE p AS SELECT 1", "\"commit\"", "SET TRANSACTION READ ONLY",
			"DO $$ BEGIN COMMIT; END $$", "COMMENT ON TABLE a IS 'b'", "$x$ commit $x$" })
	void everythingElseDoesNothingToIt(String sql) {
		assertThat(TransactionControl.of(sql)).isNull();
	}

}
