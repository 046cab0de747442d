package io.bailiwick.benchmarks.transaction;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;

/**
 * One row with a number.
 */
abstract class StubRows implements ResultSet {

	private final ResultSetMetaData metaData = Stubs.create(StubMetaData.class);

	private int row;

	void rewind() {
		this.row = 0;
	}

	@Override
	public boolean next() {
		return this.row++ == 0;
	}

	@Override
	public ResultSetMetaData getMetaData() {
		return this.metaData;
	}

	@Override
	public int getInt(int column) {
		return 1;
	}

	@Override
	public boolean wasNull() {
		return false;
	}

	@Override
	public void close() {
	}

	/**
	 * Of one column.
	 */
	abstract static class StubMetaData implements ResultSetMetaData {

		@Override
		public int getColumnCount() {
			return 1;
		}

	}

}
