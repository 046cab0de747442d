package io.bailiwick.transaction;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;

import io.bailiwick.transaction.guard.WatchedConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * A connection whose first statement takes along what is to be said at the start of a
 * transaction. Once that is done it hands out the statements of the connection behind it.
 */
final class RidingConnection implements InvocationHandler {

	/**
	 * What the driver does without a word to the server, and what ends a transaction.
	 * Before anything else the preamble is said.
	 */
	private static final Set<String> QUIET = Set.of("abort", "clearWarnings", "close", "commit", "createArrayOf",
			"createStruct", "getAutoCommit", "getCatalog", "getHoldability", "getNetworkTimeout", "getTypeMap",
			"getWarnings", "isClosed", "isReadOnly", "isValid", "isWrapperFor", "nativeSQL", "rollback",
			"setAutoCommit", "setHoldability", "setNetworkTimeout", "setReadOnly", "setTypeMap");

	private final Connection connection;

	private final RidingPreamble preamble;

	private RidingConnection(Connection connection, Preamble preamble) {
		this.connection = connection;
		this.preamble = new RidingPreamble(preamble, connection);
	}

	static Connection of(Connection connection, Preamble preamble) {
		return (Connection) Proxy.newProxyInstance(RidingConnection.class.getClassLoader(),
				new Class<?>[] { ConnectionProxy.class }, new RidingConnection(connection, preamble));
	}

	/**
	 * Return the id of the transaction of a connection, if it is one of these and has
	 * been told.
	 */
	static @Nullable TransactionId idOf(Connection connection) {
		RidingConnection riding = riding(connection);
		return (riding != null) ? riding.preamble.id() : null;
	}

	/**
	 * Return the connection behind one of these, or the connection itself, watched or
	 * not.
	 */
	static Connection behind(Connection connection) {
		RidingConnection riding = riding(connection);
		return WatchedConnection.behind((riding != null) ? riding.connection : connection);
	}

	private static @Nullable RidingConnection riding(Connection connection) {
		Connection unwatched = WatchedConnection.behind(connection);
		return (Proxy.isProxyClass(unwatched.getClass())
				&& Proxy.getInvocationHandler(unwatched) instanceof RidingConnection riding) ? riding : null;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		String name = method.getName();
		return switch (name) {
			case "equals" -> args != null && proxy == args[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "Transaction on " + this.connection;
			case "getTargetConnection" -> this.connection;
			case "createStatement" ->
				(this.preamble.isPending()) ? statement(proxy, (Statement) result(method, this.connection, args))
						: result(method, this.connection, args);
			case "prepareStatement" -> (this.preamble.isPending()) ? prepared(proxy, method, arguments(args))
					: result(method, this.connection, args);
			default -> {
				if (!QUIET.contains(name)) {
					this.preamble.sayNow(null);
				}
				yield call(method, this.connection, args);
			}
		};
	}

	private static Object[] arguments(Object @Nullable [] args) {
		return (args != null) ? args : new Object[0];
	}

	private Statement statement(Object proxy, Statement statement) {
		return (Statement) Proxy.newProxyInstance(RidingConnection.class.getClassLoader(),
				new Class<?>[] { Statement.class }, new RidingStatement(proxy, statement, this.preamble));
	}

	private Object prepared(Object proxy, Method method, Object[] args) throws Throwable {
		// In front of one that returns generated keys the driver does not ask for them;
		// one
		// that can be updated is analysed as a whole.
		boolean plain = args.length == 1 || (args[1] instanceof Integer type && args.length > 2
				&& type == ResultSet.TYPE_FORWARD_ONLY && args[2].equals(ResultSet.CONCUR_READ_ONLY));
		if (!plain) {
			this.preamble.sayNow((String) args[0]);
			return result(method, this.connection, args);
		}
		return Proxy.newProxyInstance(RidingConnection.class.getClassLoader(),
				new Class<?>[] { PreparedStatement.class }, new RidingPreparedStatement(proxy, (sql) -> {
					Object[] arguments = args.clone();
					arguments[0] = sql;
					return (PreparedStatement) result(method, this.connection, arguments);
				}, (String) args[0], this.preamble));
	}

	static Object result(Method method, Object target, Object @Nullable [] args) throws Throwable {
		Object result = call(method, target, args);
		if (result == null) {
			throw new IllegalStateException("The driver returned nothing from " + method);
		}
		return result;
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
