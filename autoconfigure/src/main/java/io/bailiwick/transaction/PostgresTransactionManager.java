package io.bailiwick.transaction;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.DelegatingTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Spring's transaction manager for JDBC, with what PostgreSQL allows beyond that:
 * <ul>
 * <li>An isolation level and a timeout cost no round trips: they ride along with the
 * first statement, and nothing has to be put back. (Through the JDBC methods that Spring
 * uses, an isolation level costs three.)
 * <li>A timeout holds on the server: no statement runs longer, and the transaction as a
 * whole neither ({@code transaction_timeout}, since PostgreSQL 17) nor does it wait for
 * its client longer (before). It takes the place of the session's
 * {@code statement_timeout}.
 * <li>A transaction of which a statement has failed is never reported as committed, even
 * if the work caught the failure: the server answers its COMMIT with a rollback.
 * <li>A connection that is lost during COMMIT is reported as
 * {@link CommitOutcomeUnknownException}, not as a rollback; one that is lost before is a
 * rollback.
 * </ul>
 * It shares its transactions with other managers of the same data source, such as Spring
 * Boot's.
 */
public final class PostgresTransactionManager extends JdbcTransactionManager {

	private static final int MILLIS_PER_SECOND = 1000;

	private final transient OpenTransactions open = new OpenTransactions();

	private final transient TransactionObserver.@Nullable OfDomain observer;

	/**
	 * Create a transaction manager.
	 * @param dataSource gives connections of the PostgreSQL driver
	 * @param translator translates the errors of COMMIT and ROLLBACK
	 */
	public PostgresTransactionManager(DataSource dataSource, SQLExceptionTranslator translator) {
		this(dataSource, translator, null);
	}

	/**
	 * Create a transaction manager.
	 * @param dataSource gives connections of the PostgreSQL driver
	 * @param translator translates the errors of COMMIT and ROLLBACK
	 * @param observer is told how transactions end
	 */
	public PostgresTransactionManager(DataSource dataSource, SQLExceptionTranslator translator,
			TransactionObserver.@Nullable OfDomain observer) {
		super(dataSource);
		this.observer = observer;
		Assert.notNull(translator, "'translator' must not be null");
		setExceptionTranslator(translator);
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		int timeout = timeoutMillis(definition);
		Preamble preamble = Preamble.of(definition, timeout);
		long begin = System.nanoTime();
		try {
			super.doBegin(transaction, (preamble != null) ? new DefaultIsolation(definition) : definition);
		}
		catch (CannotCreateTransactionException ex) {
			throw FullPool.explain(ex, obtainDataSource(), this.open);
		}
		this.open.begun(definition.getName(), begin);
		if (preamble == null) {
			return;
		}
		try {
			ride((JdbcTransactionObjectSupport) transaction, preamble);
		}
		catch (RuntimeException ex) {
			doCleanupAfterCompletion(transaction);
			throw new CannotCreateTransactionException("Could not prepare the connection for the transaction", ex);
		}
	}

	private int timeoutMillis(TransactionDefinition definition) {
		if (definition instanceof UnitDefinition unit && unit.timeoutMillis() > 0) {
			return unit.timeoutMillis();
		}
		int seconds = determineTimeout(definition);
		return (int) Math.min(Math.max(seconds, 0) * (long) MILLIS_PER_SECOND, Integer.MAX_VALUE);
	}

	/**
	 * Put a connection that takes the preamble along in the place of the plain one. A
	 * holder can not be given another connection, hence another holder.
	 */
	private void ride(JdbcTransactionObjectSupport transaction, Preamble preamble) {
		Connection connection = transaction.getConnectionHolder().getConnection();
		ConnectionHolder holder = new ConnectionHolder(RidingConnection.of(connection, preamble), true);
		holder.setSynchronizedWithTransaction(true);
		if (preamble.hasTimeout()) {
			holder.setTimeoutInMillis(preamble.timeoutMillis());
		}
		transaction.setConnectionHolder(holder);
		TransactionSynchronizationManager.unbindResource(obtainDataSource());
		TransactionSynchronizationManager.bindResource(obtainDataSource(), holder);
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		JdbcTransactionObjectSupport transaction = (JdbcTransactionObjectSupport) status.getTransaction();
		Connection connection = transaction.getConnectionHolder().getConnection();
		try {
			if (connection.isClosed()) {
				throw new DataAccessResourceFailureException(
						"The connection was lost before COMMIT: the transaction is rolled back");
			}
			SQLException reason = AbortedTransaction.reason(connection);
			if (reason != null) {
				doRollback(status);
				throw new UnexpectedRollbackException(
						"The transaction was rolled back instead of committed: one of its statements had failed",
						translateException("JDBC commit", reason));
			}
			connection.commit();
		}
		catch (SQLException ex) {
			// What could only read has no outcome.
			if (!status.isReadOnly() && SqlStates.leaveOutcomeOpen(ex)) {
				this.open.unknown();
				throw new CommitOutcomeUnknownException(RidingConnection.idOf(connection), ex);
			}
			throw translateException("JDBC commit", ex);
		}
		this.open.committed();
		CommitMarker.committed(status);
		// What is committed takes no more savepoints, by which isCommitted() knows it.
		transaction.setSavepointAllowed(false);
	}

	/**
	 * Whether an outermost transaction of this manager was committed, whatever callbacks
	 * threw afterwards.
	 */
	boolean isCommitted(DefaultTransactionStatus status) {
		return isNestedTransactionAllowed() && status.hasTransaction()
				&& !((JdbcTransactionObjectSupport) status.getTransaction()).isSavepointAllowed();
	}

	/**
	 * Where a callback before COMMIT throws a {@link TransactionException}, Spring
	 * neither commits nor rolls back, and auto-commit, when it is put back, would commit.
	 */
	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		if (((JdbcTransactionObjectSupport) transaction).isSavepointAllowed()) {
			rollBackWhatIsLeft(((JdbcTransactionObjectSupport) transaction).getConnectionHolder().getConnection());
		}
		super.doCleanupAfterCompletion(transaction);
		this.open.ended(this.observer);
	}

	/**
	 * A transaction whose connection is lost will not be committed: nobody can ask for
	 * that any more.
	 */
	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		JdbcTransactionObjectSupport transaction = (JdbcTransactionObjectSupport) status.getTransaction();
		try {
			transaction.getConnectionHolder().getConnection().rollback();
		}
		catch (SQLException ex) {
			if (!SqlStates.sayThatSessionEnded(ex) && !isClosed(transaction.getConnectionHolder().getConnection())) {
				throw translateException("JDBC rollback", ex);
			}
			this.logger.debug("The transaction was rolled back by the loss of its connection", ex);
		}
	}

	/**
	 * Costs nothing where nothing is left: the driver knows.
	 */
	private void rollBackWhatIsLeft(Connection connection) {
		try {
			if (!connection.isClosed() && !connection.getAutoCommit()) {
				connection.rollback();
			}
		}
		catch (SQLException ex) {
			this.logger.debug("What was left of the transaction could not be rolled back", ex);
		}
	}

	private static boolean isClosed(Connection connection) {
		try {
			return connection.isClosed();
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * The isolation level is said by the preamble.
	 */
	private static final class DefaultIsolation extends DelegatingTransactionDefinition {

		DefaultIsolation(TransactionDefinition definition) {
			super(definition);
		}

		@Override
		public int getIsolationLevel() {
			return ISOLATION_DEFAULT;
		}

	}

}
