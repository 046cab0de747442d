package io.bailiwick.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

import org.springframework.jdbc.datasource.ConnectionProxy;
import org.springframework.util.ClassUtils;

/**
 * Finds out that a statement of a transaction failed, although the work ended as if
 * nothing had happened. The server answers such a COMMIT with a rollback, which the
 * driver (42.7.13) takes for a success.
 */
final class AbortedTransaction {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.jdbc.PgConnection",
			AbortedTransaction.class.getClassLoader());

	private AbortedTransaction() {
	}

	/**
	 * Return why a transaction can not be committed. Costs a round trip only if it can
	 * not.
	 * @return the server's error, which has the first one as a cause, or {@code null}
	 */
	static @Nullable SQLException reason(Connection connection) throws SQLException {
		Connection plain = RidingConnection.behind(connection);
		if (!DRIVER_PRESENT || isUnused(plain) || !Driver.isAborted(plain)) {
			return null;
		}
		try (Statement statement = plain.createStatement()) {
			statement.execute("SELECT 1");
			return null;
		}
		catch (SQLException ex) {
			return ex;
		}
	}

	/**
	 * Looking behind a connection that is fetched lazily would fetch it. It describes
	 * itself for as long as there is nothing behind it.
	 */
	private static boolean isUnused(Connection connection) {
		return connection instanceof ConnectionProxy && connection.toString().startsWith("Lazy Connection proxy");
	}

	/**
	 * Isolated because the driver is optional.
	 */
	private static final class Driver {

		static boolean isAborted(Connection connection) throws SQLException {
			return connection.isWrapperFor(PgConnection.class)
					&& connection.unwrap(PgConnection.class).getTransactionState() == TransactionState.FAILED;
		}

	}

}
