package io.bailiwick.transaction;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Units of work in the transactions of a manager that knows nothing of PostgreSQL, such
 * as that of JPA. What the manager does not do is done from outside.
 */
final class UnitsOfOtherManager extends Units {

	private final DataSource dataSource;

	UnitsOfOtherManager(PlatformTransactionManager manager, DataSource dataSource) {
		super(manager, dataSource);
		this.dataSource = dataSource;
	}

	@Override
	CommitWatch started(UnitDefinition definition) {
		CommitWatch watch = new CommitWatch();
		TransactionSynchronizationManager.registerSynchronization(watch);
		if (definition.timeoutMillis() > 0 || (definition.identified() && !definition.isReadOnly())) {
			// The manager has seen to the isolation level.
			watch.setId(say(new Preamble(TransactionDefinition.ISOLATION_DEFAULT, definition.timeoutMillis(),
					definition.identified() && !definition.isReadOnly())));
		}
		return watch;
	}

	private @Nullable TransactionId say(Preamble preamble) {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			RidingPreamble riding = new RidingPreamble(preamble, connection);
			riding.sayNow("SELECT");
			return riding.id();
		}
		catch (SQLException ex) {
			throw new CannotCreateTransactionException("Could not prepare the connection for the transaction", ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	@Override
	boolean isCommitted(TransactionStatus status, @Nullable CommitWatch watch) {
		return watch != null && watch.isCommitted();
	}

	/**
	 * Spring rolls back after a COMMIT that failed, and where that fails too it throws
	 * that failure instead and leaves the outcome open.
	 */
	@Override
	void failed(Throwable failure, @Nullable CommitWatch watch) {
		boolean open = SqlStates.leaveOutcomeOpen(failure)
				|| (watch != null && watch.isUnknown() && !SqlStates.sayMoreThanLoss(failure));
		if (open && !(failure instanceof CommitOutcomeUnknownException)) {
			CompletionHooks.forgetOutcome();
			throw new CommitOutcomeUnknownException((watch != null) ? watch.id() : null, failure);
		}
	}

	@Override
	void worked() {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			SQLException reason = (connection.isClosed()) ? null : AbortedTransaction.reason(connection);
			if (reason != null) {
				throw new UnexpectedRollbackException(
						"The transaction is rolled back instead of committed: one of its statements had failed",
						reason);
			}
		}
		catch (SQLException ex) {
			throw new TransactionSystemException("Could not look at the connection before COMMIT", ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

}
