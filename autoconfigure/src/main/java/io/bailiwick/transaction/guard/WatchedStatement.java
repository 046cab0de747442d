package io.bailiwick.transaction.guard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * A statement of a watched connection of which the text shows when it is executed.
 */
final class WatchedStatement implements InvocationHandler {

	private final Connection connection;

	private final Statement statement;

	private final StatementWatch watch;

	WatchedStatement(Connection connection, Statement statement, StatementWatch watch) {
		this.connection = connection;
		this.statement = statement;
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
				if (args != null && args.length > 0 && args[0] instanceof String sql
						&& (name.startsWith("execute") || name.equals("addBatch"))) {
					this.watch.before(sql);
				}
				return call(method, args);
			}
		}
	}

	private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
		try {
			return method.invoke(this.statement, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
