package io.bailiwick.database.timeout;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.Assert;

/**
 * Lends connections with the timeouts of migrations and takes them back with those of the
 * application, so that these never end a migration that takes long.
 * <p>
 * They may take another role as well, usually the owner of a domain's schema. The server
 * ends what they do within two seconds when the process that uses them is gone.
 * <p>
 * Setting this costs one round trip for each connection that is borrowed, and putting it
 * back one more. A connection where that fails does not return to the pool. What is not
 * PostgreSQL is left alone.
 */
public final class MigrationDataSource extends DelegatingDataSource {

	private static final String CHECK_INTERVAL = "1000";

	private final Timeouts timeouts;

	private final @Nullable String role;

	private final boolean thorough;

	private volatile @Nullable String checkInterval;

	/**
	 * Create a data source whose connections keep the role they have.
	 * @param pool where the connections come from
	 * @param timeouts the timeouts of migrations, often {@link Timeouts#MIGRATION}; those
	 * that are {@code null} stay as the application has them
	 */
	public MigrationDataSource(DataSource pool, Timeouts timeouts) {
		this(pool, timeouts, null);
	}

	/**
	 * Create a data source whose connections take a role while they are lent.
	 * @param pool where the connections come from
	 * @param timeouts the timeouts of migrations
	 * @param role the role to take, of which the one that logs in is a member, or
	 * {@code null} for none
	 */
	public MigrationDataSource(DataSource pool, Timeouts timeouts, @Nullable String role) {
		this(pool, timeouts, role, CHECK_INTERVAL, false);
	}

	MigrationDataSource(DataSource pool, Timeouts timeouts, @Nullable String role, String checkInterval,
			boolean thorough) {
		super(pool);
		this.role = role;
		Assert.notNull(timeouts, "'timeouts' must not be null");
		this.timeouts = timeouts;
		this.checkInterval = checkInterval;
		this.thorough = thorough;
	}

	/**
	 * Create a data source for connections on which migrations run: whatever these leave
	 * in a session is gone when it returns to the pool.
	 * @param pool where the connections come from
	 * @param timeouts the timeouts of migrations
	 * @param role the role to take, of which the one that logs in is a member, or
	 * {@code null} for none
	 * @return the data source
	 */
	public static MigrationDataSource forScripts(DataSource pool, Timeouts timeouts, @Nullable String role) {
		return new MigrationDataSource(pool, timeouts, role, CHECK_INTERVAL, true);
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
		SessionTimeouts session = new SessionTimeouts(obtainTargetDataSource(), connection, this.timeouts, this.role,
				this.checkInterval, this.thorough);
		try {
			if (!session.set()) {
				this.checkInterval = null;
			}
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
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
