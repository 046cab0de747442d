package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Where a replica is.
 *
 * @param inRecovery whether it is a standby at all
 * @param following whether it is connected to the server that it follows. Only members of
 * {@code pg_read_all_stats} see in {@code pg_stat_wal_receiver} in which state the
 * connection is; that there is one, everybody sees
 * @param replayed the end of the write-ahead log it has replayed in bytes, 0 if it can
 * not be told
 */
record ReplicaPosition(boolean inRecovery, boolean following, long replayed) {

	private static final String SQL = """
			SELECT pg_is_in_recovery(),
			EXISTS (SELECT FROM pg_stat_wal_receiver WHERE coalesce(status, 'streaming') = 'streaming'),
			coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)""";

	static ReplicaPosition read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(SQL)) {
			row.next();
			return new ReplicaPosition(row.getBoolean(1), row.getBoolean(2), row.getLong(3));
		}
	}

}
