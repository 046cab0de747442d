package io.bailiwick.benchmarks.transaction;

import java.sql.Connection;
import java.sql.PreparedStatement;

/**
 * A connection that answers from memory, with one statement that is used again and again.
 * Has what Spring and the starter call.
 */
abstract class StubConnection implements Connection {

	private final PreparedStatement statement = Stubs.create(StubStatement.class);

	private boolean autoCommit = true;

	@Override
	public PreparedStatement prepareStatement(String sql) {
		return this.statement;
	}

	@Override
	public boolean getAutoCommit() {
		return this.autoCommit;
	}

	@Override
	public void setAutoCommit(boolean autoCommit) {
		this.autoCommit = autoCommit;
	}

	@Override
	public void commit() {
	}

	@Override
	public void close() {
	}

	@Override
	public boolean isClosed() {
		return false;
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return false;
	}

}
