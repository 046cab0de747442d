package io.bailiwick.database.timeout;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;

/**
 * Timeouts, and maybe a role, that one borrowed connection has until it is given back.
 * <p>
 * The server also looks once a second whether the client is still there while it executes
 * a statement, so that what a killed process has begun, and the locks that it holds, are
 * gone at once.
 */
final class SessionTimeouts {

	/**
	 * Since PostgreSQL 14; the server refuses it on platforms where it can not tell
	 * (PostgreSQL documentation, "TCP Settings").
	 */
	private static final String CHECK_INTERVAL = "client_connection_check_interval";

	private static final int FIRST_WITH_CHECK_INTERVAL = 14;

	private static final String INVALID_VALUE = "22023";

	private final DataSource pool;

	private final Connection connection;

	private final Map<String, String> settings = new LinkedHashMap<>();

	private final boolean thorough;

	private @Nullable SessionState before;

	private int networkTimeout;

	/**
	 * Create timeouts.
	 * @param checkInterval how often the server is to look for its client, or
	 * {@code null}
	 * @param thorough whether all that has changed in the session is put back, and not
	 * only what is set here
	 */
	SessionTimeouts(DataSource pool, Connection connection, Timeouts timeouts, @Nullable String role,
			@Nullable String checkInterval, boolean thorough) throws SQLException {
		this.thorough = thorough;
		this.pool = pool;
		this.connection = connection;
		// The driver knows product and version since the connection was opened.
		if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
			int version = connection.getMetaData().getDatabaseMajorVersion();
			this.settings.putAll(timeouts.settings(version));
			if (checkInterval != null && version >= FIRST_WITH_CHECK_INTERVAL) {
				this.settings.put(CHECK_INTERVAL, checkInterval);
			}
			if (role != null) {
				this.settings.put("role", role);
			}
		}
	}

	/**
	 * Set them.
	 * @return whether the server takes all of them: it may not be able to look for its
	 * client, and does without then
	 */
	boolean set() throws SQLException {
		if (this.settings.isEmpty()) {
			return true;
		}
		boolean all = true;
		try {
			apply();
		}
		catch (SQLException ex) {
			if (!INVALID_VALUE.equals(ex.getSQLState()) || this.settings.remove(CHECK_INTERVAL) == null) {
				throw ex;
			}
			all = false;
			if (!this.connection.getAutoCommit()) {
				this.connection.rollback();
			}
			apply();
		}
		if (!this.connection.getAutoCommit()) {
			this.connection.commit();
		}
		// A client that waits no longer than the application's queries may take would
		// give up on a long statement that the server is still working on.
		this.networkTimeout = this.connection.getNetworkTimeout();
		this.connection.setNetworkTimeout(Runnable::run, 0);
		return all;
	}

	private void apply() throws SQLException {
		String sql = SessionState.set(this.settings);
		if (this.thorough) {
			this.before = SessionState.captureAnd(this.connection, InitSql.of(this.pool), sql);
		}
		else {
			execute(sql);
		}
	}

	/**
	 * Put back what the session started with and return the connection.
	 */
	void close() throws SQLException {
		if (!this.settings.isEmpty() && !this.connection.isClosed()) {
			try {
				reset();
			}
			catch (SQLException ex) {
				discard();
			}
		}
		this.connection.close();
	}

	private void reset() throws SQLException {
		if (!this.connection.getAutoCommit()) {
			// Within a transaction that the pool rolls back, RESET would be undone.
			this.connection.rollback();
			this.connection.setAutoCommit(true);
		}
		if (this.before != null) {
			this.before.restart(this.connection);
		}
		else {
			execute(this.settings.keySet().stream().map("RESET %s"::formatted).collect(Collectors.joining("; ")));
		}
		this.connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
	}

	private void discard() throws SQLException {
		HikariDataSource hikari = hikari();
		if (hikari != null) {
			hikari.evictConnection(this.connection);
		}
		else {
			this.connection.abort(Runnable::run);
		}
	}

	private @Nullable HikariDataSource hikari() {
		return DataSourceUnwrapper.unwrap(this.pool, HikariConfigMXBean.class, HikariDataSource.class);
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
