package io.bailiwick.database.timeout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a session of PostgreSQL has beyond what it started with, to be put back when
 * somebody has worked in it.
 * <p>
 * Settings go back to what they were, settings that were not there to what the session
 * started with; temporary tables, cursors, prepared statements, advisory locks and
 * channels that have come since are given up (PostgreSQL documentation, "DISCARD"). The
 * role is left alone.
 */
public final class SessionState {

	/**
	 * A transaction's own settings can not be set for a session, and the seed can not be
	 * read.
	 */
	private static final String SETTINGS = """
			SELECT 'setting', name, setting FROM pg_settings WHERE source = 'session'
			AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable', 'seed')""";

	/**
	 * How to give up what is neither a setting nor gone with {@code DISCARD}. The driver
	 * has prepared statements of its own, which stay.
	 */
	private static final String HELD = """
			SELECT 'held', 'DEALLOCATE ' || quote_ident(name), '' FROM pg_prepared_statements WHERE from_sql
			UNION ALL
			SELECT 'held', format(CASE objsubid WHEN 1 THEN 'SELECT pg_advisory_unlock%s(%s)' ELSE 'SELECT pg_advisory_unlock%s(%s, %s)' END,
				CASE mode WHEN 'ShareLock' THEN '_shared' ELSE '' END,
				CASE objsubid WHEN 1 THEN (classid::bigint << 32) | objid::bigint ELSE classid::bigint::bit(32)::int END,
				objid::bigint::bit(32)::int), ''
			FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

	private final Map<String, String> settings;

	private final Set<String> held;

	private final @Nullable String initSql;

	private SessionState(Map<String, String> settings, Set<String> held, @Nullable String initSql) {
		this.settings = settings;
		this.held = held;
		this.initSql = initSql;
	}

	/**
	 * Read the state of a session, with one round trip.
	 * @param connection the connection; a transaction is not ended
	 * @param initSql what the pool executes on new connections, or {@code null}
	 * @return the state
	 * @throws SQLException if it can not be read
	 */
	public static SessionState capture(Connection connection, @Nullable String initSql) throws SQLException {
		Assert.notNull(connection, "'connection' must not be null");
		return captureAnd(connection, initSql, "");
	}

	/**
	 * Read the state and change it, in the same round trip.
	 */
	static SessionState captureAnd(Connection connection, @Nullable String initSql, String change) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("%s UNION ALL %s; %s".formatted(SETTINGS, HELD, change));
			try (ResultSet rows = statement.getResultSet()) {
				return read(rows, initSql);
			}
		}
	}

	private static SessionState read(ResultSet rows, @Nullable String initSql) throws SQLException {
		Map<String, String> settings = new LinkedHashMap<>();
		Set<String> held = new LinkedHashSet<>();
		while (rows.next()) {
			if (rows.getString(1).equals("setting")) {
				settings.put(rows.getString(2), rows.getString(3));
			}
			else {
				held.add(rows.getString(2));
			}
		}
		return new SessionState(settings, held, initSql);
	}

	/**
	 * Put it back within whatever transaction there is, with one round trip where nothing
	 * has been locked or prepared.
	 * @param connection the connection
	 * @throws SQLException if the session can not be put back
	 */
	public void restore(Connection connection) throws SQLException {
		List<String> more = new ArrayList<>();
		try (Statement statement = connection.createStatement()) {
			boolean rows = statement
				.execute("RESET ALL; UNLISTEN *; CLOSE ALL; DISCARD SEQUENCES; DISCARD TEMP; " + settingsAnd(HELD));
			while (rows || statement.getUpdateCount() != -1) {
				if (rows) {
					read(statement.getResultSet(), more);
				}
				rows = statement.getMoreResults();
			}
			if (this.initSql != null) {
				statement.execute(this.initSql);
				applySettings(statement);
			}
			for (String sql : more) {
				giveUp(statement, sql);
			}
		}
	}

	private void read(ResultSet rows, List<String> more) throws SQLException {
		boolean asked = rows.getMetaData().getColumnCount() == 3;
		while (asked && rows.next()) {
			if (rows.getString(1).equals("held") && !this.held.contains(rows.getString(2))) {
				more.add(rows.getString(2));
			}
		}
	}

	/**
	 * A lock may have been taken several times. One that belongs to the transaction can
	 * not be given up, and goes with it.
	 */
	private static void giveUp(Statement statement, String sql) throws SQLException {
		boolean again = true;
		while (again) {
			again = statement.execute(sql);
			if (again) {
				try (ResultSet released = statement.getResultSet()) {
					again = released.next() && released.getBoolean(1);
				}
			}
		}
	}

	/**
	 * Put it back on a connection that has no transaction, as if it were a new one.
	 */
	void restart(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("DISCARD ALL");
			if (this.initSql != null) {
				statement.execute(this.initSql);
			}
			applySettings(statement);
		}
	}

	private void applySettings(Statement statement) throws SQLException {
		if (!this.settings.isEmpty()) {
			statement.execute(settings());
		}
	}

	private String settingsAnd(String query) {
		return this.settings.isEmpty() ? query : settings() + "; " + query;
	}

	private String settings() {
		return set(this.settings);
	}

	static String set(Map<String, String> settings) {
		return settings.entrySet()
			.stream()
			.map((setting) -> "set_config('%s', '%s', false)".formatted(setting.getKey(),
					setting.getValue().replace("'", "''")))
			.collect(Collectors.joining(", ", "SELECT ", ""));
	}

}
