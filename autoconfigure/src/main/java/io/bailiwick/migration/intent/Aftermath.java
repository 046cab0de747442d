package io.bailiwick.migration.intent;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a statement that did not return has left, as the catalog shows it. What is to be
 * cleaned up was not there before the statement; the text of a statement is never read
 * back to be run.
 *
 * @param state what is known about the statement after cleaning up, or {@code null} if
 * that can not be known
 * @param cleanUp the SQL that cleans up
 * @param busy the server process that is still at it, or {@code null}
 */
record Aftermath(Intent.@Nullable State state, List<String> cleanUp, @Nullable Integer busy) {

	private static final String STILL_RUNNING = """
			SELECT a.pid FROM %s i JOIN pg_stat_activity a ON a.pid = i.pid
				AND coalesce(a.backend_start = i.backend_start, true)
			WHERE i.history = ? AND i.script = ? AND i.state = 'running' AND a.pid <> pg_backend_pid()
			AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')""";

	/**
	 * An index that is being built is invalid as well.
	 */
	private static final String NEW_INDEXES = """
			SELECT x.indisvalid, format('DROP INDEX CONCURRENTLY %%I.%%I', n.nspname, c.relname), p.pid
			FROM %1$s i JOIN pg_index x ON NOT x.indexrelid = ANY (i.indexes)
			JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_stat_progress_create_index p ON p.index_relid = c.oid
			WHERE i.history = ? AND i.script = ? AND %2$s
			ORDER BY c.oid""";

	private static final String OF_CREATE = "x.indrelid = i.target AND c.relname = coalesce((parse_ident(i.object_name))[1], c.relname)";

	private static final String OF_REINDEX_MANY = "NOT x.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'";

	private static final String OF_REINDEX = OF_REINDEX_MANY
			+ """
					 AND (x.indrelid IN (
						SELECT i.target
						UNION ALL SELECT indrelid FROM pg_index WHERE indexrelid = i.target
						UNION ALL SELECT relid FROM pg_partition_tree(i.target)
						UNION ALL SELECT indrelid FROM pg_index WHERE indexrelid IN (SELECT relid FROM pg_partition_tree(i.target))
					) OR x.indrelid = (SELECT reltoastrelid FROM pg_class WHERE oid = i.target))""";

	private static final String PARTITION = """
			SELECT h.inhdetachpending, format('ALTER TABLE %%I.%%I DETACH PARTITION %%I.%%I FINALIZE', tn.nspname, t.relname, pn.nspname, p.relname)
			FROM %s i JOIN pg_inherits h ON h.inhparent = i.target AND h.inhrelid = i.object
			JOIN pg_class t ON t.oid = i.target JOIN pg_namespace tn ON tn.oid = t.relnamespace
			JOIN pg_class p ON p.oid = i.object JOIN pg_namespace pn ON pn.oid = p.relnamespace
			WHERE i.history = ? AND i.script = ?""";

	private static final String DROPPED = """
			SELECT i.object IS NOT NULL AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = i.object)
			FROM %s i WHERE i.history = ? AND i.script = ?""";

	static Aftermath of(Connection connection, IntentTable table, Intent intent) throws SQLException {
		boolean open = intent.state() == Intent.State.RUNNING || intent.state() == Intent.State.FAILED;
		if (!open) {
			return known(intent.state());
		}
		try (PreparedStatement statement = prepare(connection, STILL_RUNNING.formatted(table.name()), intent);
				ResultSet row = statement.executeQuery()) {
			if (row.next()) {
				return new Aftermath(null, List.of(), row.getInt(1));
			}
		}
		return switch (intent.kind()) {
			case CREATE_INDEX -> created(connection, table, intent);
			case REINDEX -> reindexed(connection, NEW_INDEXES.formatted(table.name(), OF_REINDEX), intent);
			case REINDEX_MANY -> reindexed(connection, NEW_INDEXES.formatted(table.name(), OF_REINDEX_MANY), intent);
			case DETACH -> detached(connection, table, intent);
			case DROP_INDEX -> dropped(connection, table, intent);
			case UNKNOWN -> (intent.state() == Intent.State.FAILED) ? known(Intent.State.NOT_DONE)
					: new Aftermath(null, List.of(), null);
			default -> known(Intent.State.NOT_DONE);
		};
	}

	private static Aftermath known(Intent.State state) {
		return new Aftermath(state, List.of(), null);
	}

	private static PreparedStatement prepare(Connection connection, String sql, Intent intent) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		statement.setString(1, intent.history());
		statement.setString(2, intent.script());
		return statement;
	}

	private static Aftermath created(Connection connection, IntentTable table, Intent intent) throws SQLException {
		List<String> invalid = new ArrayList<>();
		int valid = 0;
		try (PreparedStatement statement = prepare(connection, NEW_INDEXES.formatted(table.name(), OF_CREATE), intent);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				int builder = rows.getInt(3);
				if (!rows.wasNull()) {
					return new Aftermath(null, List.of(), builder);
				}
				if (rows.getBoolean(1)) {
					valid++;
				}
				else {
					invalid.add(rows.getString(2));
				}
			}
		}
		if (valid + invalid.size() > 1) {
			// The index has no name of its own, and somebody else has made another one.
			return new Aftermath(null, List.of(), null);
		}
		return (valid == 1) ? known(Intent.State.DONE) : new Aftermath(Intent.State.NOT_DONE, invalid, null);
	}

	private static Aftermath reindexed(Connection connection, String query, Intent intent) throws SQLException {
		List<String> cleanUp = new ArrayList<>();
		try (PreparedStatement statement = prepare(connection, query, intent);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				int builder = rows.getInt(3);
				if (!rows.wasNull()) {
					return new Aftermath(null, List.of(), builder);
				}
				cleanUp.add(rows.getString(2));
			}
		}
		return new Aftermath(Intent.State.NOT_DONE, cleanUp, null);
	}

	private static Aftermath detached(Connection connection, IntentTable table, Intent intent) throws SQLException {
		try (PreparedStatement statement = prepare(connection, PARTITION.formatted(table.name()), intent);
				ResultSet row = statement.executeQuery()) {
			if (!row.next()) {
				// A partition that was none is refused, whoever ran it.
				return known((intent.state() == Intent.State.FAILED) ? Intent.State.NOT_DONE : Intent.State.DONE);
			}
			return row.getBoolean(1) ? new Aftermath(Intent.State.DONE, List.of(row.getString(2)), null)
					: known(Intent.State.NOT_DONE);
		}
	}

	private static Aftermath dropped(Connection connection, IntentTable table, Intent intent) throws SQLException {
		try (PreparedStatement statement = prepare(connection, DROPPED.formatted(table.name()), intent);
				ResultSet row = statement.executeQuery()) {
			return known((row.next() && row.getBoolean(1)) ? Intent.State.DONE : Intent.State.NOT_DONE);
		}
	}

}
