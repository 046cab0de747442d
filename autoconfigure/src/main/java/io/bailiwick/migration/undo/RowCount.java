package io.bailiwick.migration.undo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * How many rows a table has, or how many values a column.
 *
 * @param rows the number, or {@code null} if it is not known
 * @param precision how far it is to be trusted
 */
record RowCount(@Nullable Long rows, DataLoss.Precision precision) {

	/**
	 * What can be counted in some hundredths of a second.
	 */
	static final int BOUND = 100_000;

	private static final String ESTIMATE = """
			SELECT c.reltuples::bigint, (c.reltuples * (1 - coalesce((SELECT s.null_frac FROM pg_stats s
			       WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = ? ORDER BY s.inherited DESC LIMIT 1), 0)))::bigint
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?""";

	private static final RowCount UNKNOWN = new RowCount(null, DataLoss.Precision.NONE);

	/**
	 * Whether there is certainly nothing.
	 */
	boolean isNone() {
		return this.rows != null && this.rows == 0 && this.precision == DataLoss.Precision.EXACT;
	}

	/**
	 * Count, in a transaction of its own that waits for nobody. Rows that may not be read
	 * or are locked are not counted.
	 */
	static RowCount of(Connection connection, Targets.Target target) throws SQLException {
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET TRANSACTION READ ONLY");
			statement.execute("SET LOCAL lock_timeout = '1s'");
			statement.execute("SET LOCAL statement_timeout = '10s'");
			return count(connection, statement, target);
		}
		catch (SQLException ex) {
			return UNKNOWN;
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(true);
		}
	}

	/**
	 * Count in the transaction that is open.
	 */
	static RowCount count(Connection connection, Statement statement, Targets.Target target) throws SQLException {
		try (PreparedStatement estimate = connection.prepareStatement(ESTIMATE)) {
			estimate.setString(1, target.column());
			estimate.setLong(2, target.oid());
			try (ResultSet result = estimate.executeQuery()) {
				if (!result.next()) {
					return UNKNOWN;
				}
				if (result.getLong(1) > BOUND) {
					return new RowCount(result.getLong((target.column() != null) ? 2 : 1), DataLoss.Precision.ESTIMATE);
				}
			}
		}
		String column = (target.column() != null) ? target.quotedColumn() : "1";
		try (ResultSet result = statement
			.executeQuery("SELECT count(*), count(x) FROM (SELECT %s FROM %s LIMIT %d) rows (x)".formatted(column,
					target.table(), BOUND + 1))) {
			result.next();
			boolean all = result.getLong(1) <= BOUND;
			return new RowCount(Math.min(result.getLong(2), BOUND),
					all ? DataLoss.Precision.EXACT : DataLoss.Precision.AT_LEAST);
		}
	}

}
