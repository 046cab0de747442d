package io.bailiwick.benchmarks.transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;

import org.jspecify.annotations.Nullable;

/**
 * A statement that changes one row, and whose rows are one.
 */
abstract class StubStatement implements PreparedStatement {

	private final StubRows rows = Stubs.create(StubRows.class);

	@Override
	public void setObject(int index, @Nullable Object value) {
	}

	@Override
	public int executeUpdate() {
		return 1;
	}

	@Override
	public ResultSet executeQuery() {
		this.rows.rewind();
		return this.rows;
	}

	@Override
	public void close() {
	}

}
