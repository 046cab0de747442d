package io.bailiwick.transaction;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server knows of the time since which it gives transactions their ids without
 * forgetting one.
 * <p>
 * A server that crashes forgets the ids whose transactions had not yet written anything
 * to disk, and gives them to others afterwards ({@code src/backend/access/transam} of
 * PostgreSQL 14 to 18: ids are not logged when they are assigned). So does a standby that
 * takes over without them. A crash is what makes a server reset its statistics, at a time
 * that it keeps until the next one.
 *
 * @param since that time in microseconds since 1970, or of the server's start before
 * PostgreSQL 15, where statistics would have to be waited for
 * @param known whether the first id that was given since then is known: it is until the
 * server writes its next checkpoint
 * @param firstId the first id, if it is known
 */
record ServerLife(long since, boolean known, long firstId) {

	/**
	 * An expression for {@link #since()}.
	 */
	static final String SINCE = """
			CAST(extract(epoch FROM CASE WHEN CAST(current_setting('server_version_num') AS int) < 150000 \
			THEN pg_postmaster_start_time() ELSE pg_stat_get_bgwriter_stat_reset_time() END) * 1000000 AS bigint)""";

	/**
	 * Only a checkpoint while nothing else goes on, at a shutdown or at the end of a
	 * recovery, begins where it ends. Without any WAL for standbys others might, before
	 * PostgreSQL 17.
	 */
	private static final String QUERY = """
			SELECT %s, redo_lsn = checkpoint_lsn AND current_setting('wal_level') <> 'minimal' AND NOT pg_is_in_recovery(),
			CAST(split_part(next_xid, ':', 1) AS bigint) * 4294967296 + CAST(split_part(next_xid, ':', 2) AS bigint)
			FROM pg_control_checkpoint()"""
		.formatted(SINCE);

	static ServerLife ask(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(QUERY)) {
			row.next();
			return new ServerLife(row.getLong(1), row.getBoolean(2), row.getLong(3));
		}
	}

	/**
	 * Whether the id was given by this server in this life, so that nobody else can have
	 * it.
	 */
	boolean gave(TransactionId id) {
		return this.since == id.since();
	}

	/**
	 * Whether the server has forgotten an id that it gave in its life before.
	 */
	boolean hasForgotten(TransactionId id) {
		return this.known && Long.compareUnsigned(id.value(), this.firstId) >= 0;
	}

}
