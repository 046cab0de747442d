package io.bailiwick.migration.adopt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Lends a connection with an open transaction to Flyway, which takes it for one of its
 * own: nothing that it does ends the transaction.
 */
final class BorrowedConnection {

	private final Connection connection;

	BorrowedConnection(Connection connection) {
		this.connection = connection;
	}

	DataSource dataSource() {
		Connection proxy = (Connection) Proxy.newProxyInstance(BorrowedConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (self, method, arguments) -> switch (method.getName()) {
					case "close", "commit", "setAutoCommit" -> null;
					case "rollback" -> null;
					case "getAutoCommit" -> true;
					default -> {
						try {
							yield method.invoke(this.connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					}
				});
		return new AbstractDataSource() {

			@Override
			public Connection getConnection() {
				return proxy;
			}

			@Override
			public Connection getConnection(String username, String password) {
				return proxy;
			}

		};
	}

}
