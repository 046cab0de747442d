package io.bailiwick.benchmarks.transaction;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import javax.sql.DataSource;

import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A driver without a server. What is written in the stubs is called as in any other
 * class; all other methods of JDBC are filled in and refuse to be called.
 */
final class Stubs {

	private Stubs() {
	}

	static DataSource dataSource() {
		StubConnection connection = create(StubConnection.class);
		return new AbstractDataSource() {

			@Override
			public StubConnection getConnection() {
				return connection;
			}

			@Override
			public StubConnection getConnection(String username, String password) {
				return connection;
			}

		};
	}

	static <T> T create(Class<T> type) {
		MethodInterceptor refusal = (stub, method, arguments, proxy) -> {
			throw new UnsupportedOperationException(method.toString());
		};
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(type);
		enhancer.setCallbackFilter(Stubs::callback);
		enhancer.setCallbacks(new Callback[] { NoOp.INSTANCE, refusal });
		return type.cast(enhancer.create());
	}

	private static int callback(Method method) {
		return Modifier.isAbstract(method.getModifiers()) ? 1 : 0;
	}

}
