package io.bailiwick.database.timeout;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.Assert;

/**
 * Lends connections with the timeouts of migrations and takes them back with those of the
 * application, so that these never end a migration that takes long.
 * <p>
 * Setting them costs one round trip for each connection that is borrowed, and putting them
 * back one more. A connection whose timeouts can not be put back does not return to the
 * pool. What is not PostgreSQL is left alone.
 */
public final class MigrationDataSource extends DelegatingDataSource {

	private final Timeouts timeouts;

	/**
	 * Create a data source.
	 * @param pool where the connections come from
	 * @param timeouts the timeouts of migrations, often {@link Timeouts#MIGRATION}; those
	 * that are {@code null} stay as the application has them
	 */
	public MigrationDataSource(DataSource pool, Timeouts timeouts) {
		super(pool);
		Assert.notNull(timeouts, "'timeouts' must not be null");
		this.timeouts = timeouts;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return lend(obtainTargetDataSource().getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return lend(obtainTargetDataSource().getConnection(username, password));
	}

	private Connection lend(Connection connection) throws SQLException {
		SessionTimeouts session = new SessionTimeouts(obtainTargetDataSource(), connection, this.timeouts);
		try {
			session.set();
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					switch (method.getName()) {
						case "equals":
							return proxy == arguments[0];
						case "hashCode":
							return System.identityHashCode(proxy);
						case "close":
							session.close();
							return null;
						default:
							try {
								return method.invoke(connection, arguments);
							}
							catch (InvocationTargetException ex) {
								throw ex.getTargetException();
							}
					}
				});
	}

}
