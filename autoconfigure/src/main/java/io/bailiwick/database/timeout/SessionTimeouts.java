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
 */
final class SessionTimeouts {

	private final DataSource pool;

	private final Connection connection;

	private final Map<String, String> settings = new LinkedHashMap<>();

	private int networkTimeout;

	SessionTimeouts(DataSource pool, Connection connection, Timeouts timeouts, @Nullable String role)
			throws SQLException {
		this.pool = pool;
		this.connection = connection;
		// The driver knows product and version since the connection was opened.
		if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
			this.settings.putAll(timeouts.settings(connection.getMetaData().getDatabaseMajorVersion()));
			if (role != null) {
				this.settings.put("role", role);
			}
		}
	}

	void set() throws SQLException {
		if (this.settings.isEmpty()) {
			return;
		}
		execute(this.settings.entrySet()
			.stream()
			.map((setting) -> "set_config('%s', '%s', false)".formatted(setting.getKey(),
					setting.getValue().replace("'", "''")))
			.collect(Collectors.joining(", ", "SELECT ", "")));
		if (!this.connection.getAutoCommit()) {
			this.connection.commit();
		}
		// A client that waits no longer than the application's queries may take would
		// give up on a long statement that the server is still working on.
		this.networkTimeout = this.connection.getNetworkTimeout();
		this.connection.setNetworkTimeout(Runnable::run, 0);
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
		execute(this.settings.keySet().stream().map("RESET %s"::formatted).collect(Collectors.joining("; ")));
		this.connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
	}

	private void discard() throws SQLException {
		HikariDataSource hikari = DataSourceUnwrapper.unwrap(this.pool, HikariConfigMXBean.class,
				HikariDataSource.class);
		if (hikari != null) {
			hikari.evictConnection(this.connection);
		}
		else {
			this.connection.abort(Runnable::run);
		}
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
