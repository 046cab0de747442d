package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.bailiwick.database.DriverSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the server of a pool, outside of the pool, to look at the server with.
 * <p>
 * With one of the pool, looking would have to wait when the pool is exhausted, and a
 * primary that has no connection to spare would seem to be gone just when the replica is
 * needed most. The connection stays open; a server that does not answer in time is a
 * failure.
 */
final class Probe implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Probe.class);

	private final HikariDataSource pool;

	private final Duration timeout;

	private @Nullable Connection connection;

	Probe(HikariDataSource pool, Duration timeout) {
		this.pool = pool;
		this.timeout = timeout;
	}

	/**
	 * Ask the server.
	 * @param question what to ask
	 * @return the answer
	 * @throws SQLException if there was none
	 */
	<T> T ask(Question<T> question) throws SQLException {
		if (this.pool.getJdbcUrl() == null) {
			try (Connection borrowed = this.pool.getConnection()) {
				return question.ask(borrowed);
			}
		}
		Connection current = (this.connection != null) ? this.connection : open();
		this.connection = current;
		try {
			return question.ask(current);
		}
		catch (SQLException ex) {
			close();
			throw ex;
		}
	}

	private Connection open() throws SQLException {
		Properties properties = new Properties();
		properties.putAll(this.pool.getDataSourceProperties());
		if (new DriverSettings(this.pool).isPostgres()) {
			String seconds = Long.toString(Math.max(1, this.timeout.plusMillis(999).toSeconds()));
			properties.setProperty("connectTimeout", seconds);
			properties.setProperty("loginTimeout", seconds);
			properties.setProperty("socketTimeout", seconds);
		}
		Credentials credentials = (this.pool.getCredentialsProvider() != null)
				? this.pool.getCredentialsProvider().getCredentials() : this.pool.getCredentials();
		if (credentials.getUsername() != null) {
			properties.setProperty("user", credentials.getUsername());
		}
		if (credentials.getPassword() != null) {
			properties.setProperty("password", credentials.getPassword());
		}
		Connection opened = DriverManager.getConnection(this.pool.getJdbcUrl(), properties);
		try {
			// The URL may have said otherwise.
			opened.setNetworkTimeout(Runnable::run, (int) this.timeout.toMillis());
			return opened;
		}
		catch (SQLException ex) {
			opened.close();
			throw ex;
		}
	}

	/**
	 * Close the connection; the next question opens another, maybe to another server.
	 */
	@Override
	public void close() {
		Connection current = this.connection;
		this.connection = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (SQLException ex) {
				logger.debug("Could not close the connection to look at '%s' with".formatted(this.pool.getPoolName()),
						ex);
			}
		}
	}

	/**
	 * Something to ask a server.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Question<T> {

		T ask(Connection connection) throws SQLException;

	}

}
