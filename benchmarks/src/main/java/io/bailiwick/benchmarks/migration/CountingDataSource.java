package io.bailiwick.benchmarks.migration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts the statements that are executed on its connections. What the driver sends by
 * itself, such as the beginning of a transaction, is not counted.
 */
final class CountingDataSource extends DelegatingDataSource {

	private final AtomicInteger statements = new AtomicInteger();

	CountingDataSource(DataSource target) {
		super(target);
	}

	int statements() {
		return this.statements.get();
	}

	@Override
	public Connection getConnection() throws SQLException {
		return counting(super.getConnection(), Connection.class);
	}

	@SuppressWarnings("unchecked")
	private <T> T counting(T target, Class<?> type) {
		return (T) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call(target, method, arguments));
	}

	private Object call(Object target, Method method, Object[] arguments) throws Throwable {
		if (target instanceof Statement && method.getName().startsWith("execute")) {
			this.statements.incrementAndGet();
		}
		try {
			Object result = method.invoke(target, arguments);
			boolean makesStatement = target instanceof Connection && result instanceof Statement;
			return makesStatement ? counting(result, method.getReturnType()) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
