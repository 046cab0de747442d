package io.bailiwick.transaction.guard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A statement of a watched connection.
 */
final class WatchedStatement implements InvocationHandler {

	private final Object connection;

	private final Object statement;

	private final @Nullable String sql;

	private final StatementWatch watch;

	/**
	 * Create a statement.
	 * @param connection the watched connection
	 * @param statement the statement behind this one
	 * @param sql the text, if it is prepared
	 * @param watch who wants to know
	 */
	WatchedStatement(Object connection, Object statement, @Nullable String sql, StatementWatch watch) {
		this.connection = connection;
		this.statement = statement;
		this.sql = sql;
		this.watch = watch;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		String name = method.getName();
		switch (name) {
			case "equals" -> {
				return args != null && proxy == args[0];
			}
			case "hashCode" -> {
				return System.identityHashCode(proxy);
			}
			case "getConnection" -> {
				return this.connection;
			}
			default -> {
				if (name.startsWith("execute") || name.equals("addBatch")) {
					tell(name, args);
				}
				return WatchedConnection.call(method, this.statement, args);
			}
		}
	}

	/**
	 * A batch of a prepared statement is one execution; of others, each statement in it.
	 */
	private void tell(String method, Object @Nullable [] args) throws Throwable {
		if (args != null && args.length > 0 && args[0] instanceof String text) {
			this.watch.before(text);
		}
		else if (this.sql != null && !method.equals("addBatch")) {
			this.watch.before(this.sql);
		}
	}

}
