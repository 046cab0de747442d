package io.bailiwick.transaction;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlStatesTests {

	private static final Set<String> RETRIED = SqlStates.SERIALIZATION_FAILURE_OR_DEADLOCK;

	@Test
	void aCodeIsFoundAnywhereInTheChain() {
		SQLException deep = new SQLException("deadlock", "40P01");
		assertThat(SqlStates.contain(new RuntimeException(new IOException(deep)), RETRIED)).isTrue();
		BatchUpdateException batch = new BatchUpdateException();
		batch.setNextException(deep);
		assertThat(SqlStates.contain(new RuntimeException(batch), RETRIED)).isTrue();
		assertThat(SqlStates.contain(new RuntimeException(new SQLException("other", "23505")), RETRIED)).isFalse();
		assertThat(SqlStates.contain(new RuntimeException(new SQLException("none")), RETRIED)).isFalse();
	}

	@Test
	void aChainMayBeACircle() {
		Exception one = new RuntimeException();
		one.initCause(new RuntimeException(one));
		assertThat(SqlStates.contain(one, RETRIED)).isFalse();
		SQLException first = new SQLException("first", "23505");
		SQLException second = new SQLException("second", "23505", first);
		first.initCause(second);
		assertThat(SqlStates.contain(first, RETRIED)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "08006", "08007", "40003", "57P01", "57P02", "25P04" })
	void theseLeaveTheOutcomeOfACommitOpen(String state) {
		assertThat(SqlStates.leaveOutcomeOpen(new RuntimeException(new SQLException("", state)))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "40001", "23503", "57014", "53100", "08003", "25P03" })
	void afterTheseTheTransactionWasRolledBack(String state) {
		assertThat(SqlStates.leaveOutcomeOpen(new RuntimeException(new SQLException("", state)))).isFalse();
	}

}
