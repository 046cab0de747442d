package io.bailiwick.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.core.InfrastructureProxy;
import org.springframework.util.Assert;

/**
 * A domain's own handle on a pool that it shares with others.
 * <p>
 * As an {@link InfrastructureProxy} it takes part in the transactions of the pool behind
 * it. It deliberately unwraps to concrete classes only, not to interfaces: what walks
 * over all data sources of an application by interface (pool metrics) counts the shared
 * pool once, where it is, and not again for every domain.
 */
public final class SharedDataSource implements DataSource, InfrastructureProxy {

	private final DataSource pool;

	/**
	 * Create a handle.
	 * @param pool the pool that gives the connections
	 */
	public SharedDataSource(DataSource pool) {
		Assert.notNull(pool, "'pool' must not be null");
		this.pool = pool;
	}

	@Override
	public Object getWrappedObject() {
		return this.pool;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.pool.getConnection();
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return this.pool.getConnection(username, password);
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		return type.isInstance(this.pool) ? type.cast(this.pool) : this.pool.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this)
				|| (!type.isInterface() && (type.isInstance(this.pool) || this.pool.isWrapperFor(type)));
	}

	@Override
	public @Nullable PrintWriter getLogWriter() throws SQLException {
		return this.pool.getLogWriter();
	}

	@Override
	public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
		this.pool.setLogWriter(out);
	}

	@Override
	public int getLoginTimeout() throws SQLException {
		return this.pool.getLoginTimeout();
	}

	@Override
	public void setLoginTimeout(int seconds) throws SQLException {
		this.pool.setLoginTimeout(seconds);
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		return this.pool.getParentLogger();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof SharedDataSource handle && handle.pool.equals(this.pool));
	}

	@Override
	public int hashCode() {
		return this.pool.hashCode();
	}

	@Override
	public String toString() {
		return "Handle on " + this.pool;
	}

}
