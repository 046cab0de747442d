package io.bailiwick.database.timeout;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;

import org.springframework.util.Assert;

/**
 * Opens connections to where a pool will open its own, before it does: with the same
 * address, credentials and driver properties, except for those that only some servers and
 * poolers take at the start of a connection.
 */
public final class PlainConnections implements PoolingProbe.Connections {

	private final HikariDataSource pool;

	/**
	 * Create connections.
	 * @param pool the pool, which is not touched
	 */
	public PlainConnections(HikariDataSource pool) {
		Assert.notNull(pool, "'pool' must not be null");
		this.pool = pool;
	}

	@Override
	public Connection open(Duration patience) throws SQLException {
		Properties properties = new Properties();
		properties.putAll(this.pool.getDataSourceProperties());
		properties.remove("options");
		properties.remove("currentSchema");
		properties.putIfAbsent("connectTimeout", "5");
		properties.putIfAbsent("loginTimeout", "10");
		if (!patience.isZero()) {
			properties.setProperty("socketTimeout", String.valueOf(Math.max(1, patience.toSeconds())));
		}
		Credentials credentials = (this.pool.getCredentialsProvider() != null)
				? this.pool.getCredentialsProvider().getCredentials() : this.pool.getCredentials();
		if (credentials.getUsername() != null) {
			properties.setProperty("user", credentials.getUsername());
		}
		if (credentials.getPassword() != null) {
			properties.setProperty("password", credentials.getPassword());
		}
		return DriverManager.getConnection(this.pool.getJdbcUrl(), properties);
	}

	/**
	 * Ask the server for its version, at the price of one connection.
	 * @return the major version
	 * @throws SQLException if the connection can not be opened
	 */
	public int serverMajorVersion() throws SQLException {
		try (Connection connection = open(Duration.ZERO)) {
			return connection.getMetaData().getDatabaseMajorVersion();
		}
	}

}
