package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where read-only transactions get their connections: from the replica while it is up,
 * from the primary otherwise.
 */
final class ReplicaRouter extends AbstractDataSource {

	private final DataSource primary;

	private final ReplicaPool replica;

	private final ReplicaState state;

	private final Consumer<Exception> failure;

	private final Supplier<@Nullable Integer> defaultIsolation;

	ReplicaRouter(DataSource primary, ReplicaPool replica, ReplicaState state, Consumer<Exception> failure,
			Supplier<@Nullable Integer> defaultIsolation) {
		this.primary = primary;
		this.replica = replica;
		this.state = state;
		this.failure = failure;
		this.defaultIsolation = defaultIsolation;
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (isSerializable()) {
			return readOnly(this.primary.getConnection());
		}
		Connection connection = (this.state.condition() == ReplicaCondition.UP) ? tryReplica() : null;
		if (connection != null) {
			this.state.readOnReplica();
			return connection;
		}
		this.state.readOnPrimary();
		return readOnly(this.primary.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return readOnly(this.primary.getConnection(username, password));
	}

	private @Nullable Connection tryReplica() throws SQLException {
		try {
			return this.replica.borrow();
		}
		catch (SQLException | RuntimeException ex) {
			if (Thread.currentThread().isInterrupted()) {
				throw ex;
			}
			if (this.replica.isExhausted()) {
				this.state.failed("All connections to the replica are in use");
			}
			else {
				this.failure.accept(ex);
			}
			return null;
		}
	}

	/**
	 * A standby refuses to run serializable transactions (PostgreSQL documentation, "Hot
	 * Standby", "Caveats").
	 */
	private boolean isSerializable() {
		Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
		Integer effective = (level != null) ? level : this.defaultIsolation.get();
		return effective != null && effective == Connection.TRANSACTION_SERIALIZABLE;
	}

	/**
	 * What must not write on the replica must not write in its place either. Costs no
	 * round trip, and the pool undoes it.
	 */
	private static Connection readOnly(Connection connection) throws SQLException {
		try {
			connection.setReadOnly(true);
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

}
