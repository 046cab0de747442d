package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Where a primary is.
 *
 * @param inRecovery whether it is a standby in truth
 * @param readOnly whether its transactions are read-only unless they say otherwise
 * @param written the end of its write-ahead log in bytes, 0 for a standby
 */
record PrimaryPosition(boolean inRecovery, boolean readOnly, long written) {

	private static final String SQL = """
			SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on',
			CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') END""";

	static PrimaryPosition read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(SQL)) {
			row.next();
			return new PrimaryPosition(row.getBoolean(1), row.getBoolean(2), row.getLong(3));
		}
	}

}
