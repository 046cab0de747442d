package io.bailiwick.transaction;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Begins transactions, executes work in them and ends them, once each.
 */
class Units {

	private final PlatformTransactionManager manager;

	private final DataSource dataSource;

	Units(PlatformTransactionManager manager, DataSource dataSource) {
		this.manager = manager;
		this.dataSource = dataSource;
	}

	static Units of(PlatformTransactionManager manager, DataSource dataSource) {
		return (manager instanceof PostgresTransactionManager postgres && postgres.isNestedTransactionAllowed())
				? new Units(manager, dataSource) : new UnitsOfOtherManager(manager, dataSource);
	}

	final TransactionStatus begin(UnitDefinition definition) {
		return this.manager.getTransaction(definition);
	}

	final <T extends @Nullable Object, E extends Exception> T execute(TransactionStatus status,
			UnitDefinition definition, Work<T, E> work) throws E {
		CommitWatch watch = null;
		try {
			T result;
			try {
				watch = start(status, definition);
				result = work.execute();
				finish(status, definition);
			}
			catch (Throwable failure) {
				rollback(status, failure);
				throw failure;
			}
			commit(status, watch);
			return result;
		}
		finally {
			if (status.isNewTransaction()) {
				CompletionHooks.runDeferred();
			}
		}
	}

	private @Nullable CommitWatch start(TransactionStatus status, UnitDefinition definition) {
		if (status.isNewTransaction()) {
			return started(definition);
		}
		if (definition.getIsolationLevel() != TransactionDefinition.ISOLATION_DEFAULT) {
			Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
			if (level == null || level < definition.getIsolationLevel()) {
				throw new IllegalTransactionStateException(
						"A unit of work that needs the isolation level %s can not join a transaction of %s. Give the outermost unit that level."
							.formatted(Preamble.isolationName(definition.getIsolationLevel()),
									(level != null) ? Preamble.isolationName(level) : "the default level"));
			}
		}
		return null;
	}

	/**
	 * A new transaction has been started.
	 * @return what watches its end, if the manager does not say enough about it
	 */
	@Nullable CommitWatch started(UnitDefinition definition) {
		return null;
	}

	/**
	 * What has taken too long is not committed, even if all that is left is COMMIT.
	 */
	private void finish(TransactionStatus status, UnitDefinition definition) {
		if (!status.isNewTransaction()) {
			return;
		}
		if (definition.timeoutMillis() > 0 && TransactionSynchronizationManager
			.getResource(this.dataSource) instanceof ResourceHolderSupport holder && holder.hasTimeout()) {
			holder.getTimeToLiveInMillis();
		}
		worked();
	}

	/**
	 * The work of a new transaction is done.
	 */
	void worked() {
	}

	/**
	 * The reason counts, not that the rollback failed too: the server rolls back what has
	 * lost its connection.
	 */
	private void rollback(TransactionStatus status, Throwable reason) {
		try {
			this.manager.rollback(status);
		}
		catch (RuntimeException | Error ex) {
			reason.addSuppressed(ex);
		}
	}

	private void commit(TransactionStatus status, @Nullable CommitWatch watch) {
		try {
			this.manager.commit(status);
		}
		catch (RuntimeException | Error ex) {
			if (status.isNewTransaction()) {
				if (isCommitted(status, watch)) {
					AlreadyCommitted.sayWith(ex);
				}
				else {
					failed(ex, watch);
				}
			}
			throw ex;
		}
	}

	boolean isCommitted(TransactionStatus status, @Nullable CommitWatch watch) {
		return ((PostgresTransactionManager) this.manager).isCommitted((DefaultTransactionStatus) status);
	}

	/**
	 * A new transaction could not be committed. Throw something else if that is closer to
	 * the truth.
	 */
	void failed(Throwable failure, @Nullable CommitWatch watch) {
	}

}
