package io.bailiwick.migration.intent;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.migration.history.TableName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The table in a domain's schema that holds the intents. It is there from the first
 * statement that needs it until its file is recorded.
 */
final class IntentTable {

	static final String NAME = "bailiwick_migration_intent";

	private static final int LENGTH = 10_000;

	private static final String CREATE = """
			CREATE TABLE IF NOT EXISTS %s (
				history text, script text, checksum integer, statement integer NOT NULL, sql text NOT NULL, kind text NOT NULL,
				state text NOT NULL, error text, digest text NOT NULL, digest_before text NOT NULL, pid integer NOT NULL, backend_start timestamptz,
				since timestamptz NOT NULL, rank integer NOT NULL, target oid, object oid, object_name text, indexes oid[] NOT NULL,
				PRIMARY KEY (history, script))""";

	private static final String WRITE = """
			INSERT INTO %1$s AS intent (history, script, checksum, statement, sql, kind, state, error, digest, digest_before, pid, backend_start,
				since, rank, target, object, object_name, indexes)
			SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, pg_backend_pid(),
				(SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()), clock_timestamp(),
				(SELECT coalesce(max(installed_rank), 0) FROM %2$s), target, to_regclass(object), object,
				ARRAY(SELECT indexrelid FROM pg_index WHERE NOT indisvalid OR indrelid = target)
			FROM (SELECT to_regclass(?)::oid AS target, ?::text AS object) AS about
			ON CONFLICT (history, script) DO UPDATE SET checksum = excluded.checksum, statement = excluded.statement,
				sql = excluded.sql, kind = excluded.kind, state = excluded.state, error = excluded.error,
				digest = excluded.digest, digest_before = excluded.digest_before, pid = excluded.pid, backend_start = excluded.backend_start,
				since = excluded.since, rank = intent.rank, target = excluded.target, object = excluded.object,
				object_name = excluded.object_name, indexes = excluded.indexes""";

	private static final String READ = """
			SELECT *, date_trunc('second', since)::text AS since_text, EXISTS (SELECT FROM %2$s h
				WHERE h.script = i.script AND h.success AND h.installed_rank > i.rank) AS recorded
			FROM %1$s i WHERE history = ? ORDER BY since""";

	private final TableName history;

	private final String table;

	IntentTable(TableName history) {
		this.history = history;
		this.table = new TableName(history.schema(), NAME).toString();
	}

	TableName history() {
		return this.history;
	}

	String name() {
		return this.table;
	}

	boolean exists(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT to_regclass(?) IS NOT NULL AND to_regclass(?) IS NOT NULL")) {
			statement.setString(1, this.table);
			statement.setString(2, this.history.toString());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	/**
	 * A role may work in a schema without the right to create anything in it.
	 */
	boolean mayExist(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("SELECT has_schema_privilege(?, 'CREATE')")) {
			statement.setString(1, this.history.schema());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	void create(Connection connection) throws SQLException {
		execute(connection, CREATE.formatted(this.table));
	}

	/**
	 * Read the intents of the history. The table must exist.
	 */
	List<Intent> read(Connection connection) throws SQLException {
		List<Intent> intents = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(READ.formatted(this.table, this.history))) {
			statement.setString(1, this.history.table());
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					intents.add(Intent.read(rows));
				}
			}
		}
		return intents;
	}

	void write(Connection connection, RunningScript script, String readable, Classified classified, Intent.State state,
			@Nullable String error) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(WRITE.formatted(this.table, this.history))) {
			statement.setString(1, this.history.table());
			statement.setString(2, script.script());
			if (script.checksum() != null) {
				statement.setInt(3, script.checksum());
			}
			else {
				statement.setNull(3, Types.INTEGER);
			}
			statement.setInt(4, script.number());
			statement.setString(5, StringUtils.truncate(readable, LENGTH));
			statement.setString(6, classified.kind().name());
			statement.setString(7, state.text());
			statement.setString(8, error);
			statement.setString(9, script.digest());
			statement.setString(10, script.digestBefore());
			statement.setString(11, classified.target());
			statement.setString(12, classified.object());
			statement.executeUpdate();
		}
	}

	void mark(Connection connection, String script, Intent.State state) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("UPDATE %s SET state = ? WHERE history = ? AND script = ?".formatted(this.table))) {
			statement.setString(1, state.text());
			statement.setString(2, this.history.table());
			statement.setString(3, script);
			statement.executeUpdate();
		}
	}

	/**
	 * Note that the server has refused the statement that was being run. What there was
	 * before it stays as it was noted then.
	 */
	void fail(Connection connection, String script, @Nullable String error) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(
				"UPDATE %s SET state = ?, error = ? WHERE history = ? AND script = ?".formatted(this.table))) {
			statement.setString(1, Intent.State.FAILED.text());
			statement.setString(2, (error != null) ? error : "");
			statement.setString(3, this.history.table());
			statement.setString(4, script);
			statement.executeUpdate();
		}
	}

	/**
	 * Forget an intent, and the table with the last one.
	 */
	void forget(Connection connection, String script) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("DELETE FROM %s WHERE history = ? AND script = ?".formatted(this.table))) {
			statement.setString(1, this.history.table());
			statement.setString(2, script);
			statement.executeUpdate();
		}
		if (isEmpty(connection)) {
			execute(connection, "DROP TABLE " + this.table);
		}
	}

	private boolean isEmpty(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM %s)".formatted(this.table))) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Say how to note by hand what became of a statement.
	 */
	String howToMark(String script, Intent.State state) {
		return "UPDATE %s SET state = '%s' WHERE script = '%s';".formatted(this.table, state.text(),
				script.replace("'", "''"));
	}

	String howToForget(String script) {
		return "DELETE FROM %s WHERE script = '%s';".formatted(this.table, script.replace("'", "''"));
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
