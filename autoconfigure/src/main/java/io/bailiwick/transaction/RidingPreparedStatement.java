package io.bailiwick.transaction;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A prepared statement that may be the first of a transaction. Whether it is shows only
 * when it is executed, so that is when the driver gets to see it; what is set before is
 * kept until then.
 */
final class RidingPreparedStatement implements InvocationHandler {

	private final Object connection;

	private final Preparation preparation;

	private final String sql;

	private final RidingPreamble preamble;

	private final List<Call> calls = new ArrayList<>();

	private @Nullable PreparedStatement statement;

	private boolean riding;

	private boolean closed;

	RidingPreparedStatement(Object connection, Preparation preparation, String sql, RidingPreamble preamble) {
		this.connection = connection;
		this.preparation = preparation;
		this.sql = sql;
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
		if (name.equals("toString") && this.statement == null) {
			return this.sql;
		}
		if (name.equals("getConnection")) {
			return this.connection;
		}
		if (this.statement == null && (name.equals("close") || name.equals("isClosed"))) {
			this.closed = this.closed || name.equals("close");
			return (name.equals("isClosed")) ? this.closed : null;
		}
		if (this.closed) {
			throw new SQLException("This statement has been closed.", "55000");
		}
		if ((this.statement == null || this.riding) && (name.startsWith("set") || name.equals("clearParameters"))) {
			this.calls.add(new Call(method, args));
			return null;
		}
		if (name.startsWith("execute") && args == null && !name.endsWith("Batch") && this.statement == null
				&& this.preamble.isPending()) {
			return executeFirst(name);
		}
		if (name.startsWith("execute") && this.preamble.isPending()) {
			this.preamble.sayNow(this.sql);
		}
		boolean again = name.startsWith("execute") || name.equals("addBatch");
		return RidingConnection.call(method, (again || this.statement == null) ? plain() : this.statement, args);
	}

	private Object executeFirst(String method) throws Throwable {
		RidingPreamble.Ride ride = this.preamble.before(this.sql);
		PreparedStatement first = prepare(ride.sql());
		this.riding = true;
		boolean rows = ride.arrive(first, first.execute());
		return ride.result(method, first, rows);
	}

	/**
	 * The statement without anything in front, even if it was executed with that before.
	 */
	private PreparedStatement plain() throws Throwable {
		if (this.statement == null) {
			return prepare(this.sql);
		}
		if (!this.riding) {
			return this.statement;
		}
		this.statement.close();
		this.riding = false;
		return prepare(this.sql);
	}

	private PreparedStatement prepare(String text) throws Throwable {
		PreparedStatement prepared = this.preparation.prepare(text);
		this.statement = prepared;
		for (Call call : this.calls) {
			RidingConnection.call(call.method(), prepared, call.args());
		}
		return prepared;
	}

	/**
	 * Has the driver prepare a text.
	 */
	@FunctionalInterface
	interface Preparation {

		PreparedStatement prepare(String sql) throws Throwable;

	}

	private record Call(Method method, Object @Nullable [] args) {

	}

}
