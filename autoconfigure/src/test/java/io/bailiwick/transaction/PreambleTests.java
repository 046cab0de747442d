package io.bailiwick.transaction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;

class PreambleTests {

	@Test
	void nothingIsSaidThatTheDriverSays() {
		DefaultTransactionDefinition readOnly = new DefaultTransactionDefinition();
		readOnly.setReadOnly(true);
		assertThat(Preamble.of(readOnly, 0)).isNull();
		assertThat(Preamble.of(TransactionDefinition.withDefaults(), 0)).isNull();
	}

	@Test
	void aTimeoutIsSaidAsTheServerUnderstandsIt() {
		Preamble preamble = new Preamble(TransactionDefinition.ISOLATION_DEFAULT, 2000, false);
		assertThat(preamble.settings(18)).containsExactly("SET LOCAL statement_timeout = 2000",
				"SET LOCAL transaction_timeout = 2200");
		assertThat(preamble.settings(16)).containsExactly("SET LOCAL statement_timeout = 2000",
				"SET LOCAL idle_in_transaction_session_timeout = 2000");
		assertThat(new Preamble(TransactionDefinition.ISOLATION_DEFAULT, Integer.MAX_VALUE, false).settings(18)).last()
			.isEqualTo("SET LOCAL transaction_timeout = " + Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "  \n select 1", "-- note\nUPDATE t SET a = 1", "/* lock */ (SELECT 1)",
			"with a as (select 1) select * from a", "Insert into t values (1)", "/* a *//* b */merge into t" })
	void statementsThatTakeASnapshotAreKnown(String sql) {
		assertThat(Preamble.takesSnapshot(sql)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "LOCK TABLE t", "SET CONSTRAINTS ALL DEFERRED", "SAVEPOINT a", "/* select */ lock table t",
			"-- select\nlock table t", "selection", "", "/* never ends select" })
	void othersAreLeftAlone(String sql) {
		assertThat(Preamble.takesSnapshot(sql)).isFalse();
	}

	@Test
	void aLongStatementIsLookedAtQuickly() {
		assertThat(Preamble.takesSnapshot(" ".repeat(1_000_000) + "SELECT 1")).isTrue();
		assertThat(Preamble.takesSnapshot("/* a */ ".repeat(100) + "SELECT 1")).isTrue();
		assertThat(Preamble.takesSnapshot("SELECT '" + "x".repeat(1_000_000) + "'")).isTrue();
	}

}
