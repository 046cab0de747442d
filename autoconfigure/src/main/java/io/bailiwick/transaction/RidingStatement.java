package io.bailiwick.transaction;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * A statement that may be the first of a transaction.
 */
final class RidingStatement implements InvocationHandler {

	private final Object connection;

	private final Statement statement;

	private final RidingPreamble preamble;

	RidingStatement(Object connection, Statement statement, RidingPreamble preamble) {
		this.connection = connection;
		this.statement = statement;
		this.preamble = preamble;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		String name = method.getName();
		if (name.equals("equals")) {
			return args != null && proxy == args[0];
		}
		if (name.equals("hashCode")) {
			return System.identityHashCode(proxy);
		}
		if (name.equals("getConnection")) {
			return this.connection;
		}
		if (name.startsWith("execute") && this.preamble.isPending()) {
			String sql = (args != null && args.length > 0) ? (String) args[0] : null;
			if (sql != null && args != null && args.length == 1) {
				RidingPreamble.Ride ride = this.preamble.before(sql);
				boolean rows = ride.arrive(this.statement, this.statement.execute(ride.sql()));
				return ride.result(name, this.statement, rows);
			}
			// A batch, or one that returns generated keys.
			this.preamble.sayNow(sql);
		}
		return RidingConnection.call(method, this.statement, args);
	}

}
