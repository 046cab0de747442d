package io.bailiwick.transaction.guard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * A connection of which somebody wants to know the statements. Everything else is the
 * connection behind it.
 */
public final class WatchedConnection implements InvocationHandler {

	private final Connection connection;

	private final StatementWatch watch;

	private WatchedConnection(Connection connection, StatementWatch watch) {
		this.connection = connection;
		this.watch = watch;
	}

	static Connection of(Connection connection, StatementWatch watch) {
		return (Connection) Proxy.newProxyInstance(WatchedConnection.class.getClassLoader(),
				new Class<?>[] { ConnectionProxy.class }, new WatchedConnection(connection, watch));
	}

	/**
	 * Return the connection behind a watched one. In contrast to
	 * {@link ConnectionProxy#getTargetConnection()} this looks behind nothing else, and so
	 * never fetches a connection that is fetched lazily.
	 * @param connection any connection
	 * @return the one behind it, or itself if nobody watches it
	 */
	public static Connection behind(Connection connection) {
		return (Proxy.isProxyClass(connection.getClass())
				&& Proxy.getInvocationHandler(connection) instanceof WatchedConnection watched) ? watched.connection
						: connection;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "equals" -> args != null && proxy == args[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "getTargetConnection" -> this.connection;
			case "prepareStatement" -> prepared(PreparedStatement.class, proxy, method, args);
			case "prepareCall" -> prepared(CallableStatement.class, proxy, method, args);
			case "createStatement" -> statement(Statement.class, proxy, call(method, this.connection, args), null);
			default -> call(method, this.connection, args);
		};
	}

	private @Nullable Object prepared(Class<?> type, Object proxy, Method method, Object @Nullable [] args)
			throws Throwable {
		String sql = (args != null) ? (String) args[0] : "";
		if (this.watch.countsExecutions()) {
			return statement(type, proxy, call(method, this.connection, args), sql);
		}
		this.watch.before(sql);
		return call(method, this.connection, args);
	}

	private Object statement(Class<?> type, Object proxy, @Nullable Object statement, @Nullable String sql) {
		if (statement == null) {
			throw new IllegalStateException("The driver returned no statement");
		}
		return Proxy.newProxyInstance(WatchedConnection.class.getClassLoader(), new Class<?>[] { type },
				new WatchedStatement(proxy, statement, sql, this.watch));
	}

	static @Nullable Object call(Method method, Object target, Object @Nullable [] args) throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
