package io.bailiwick.transaction.jooq;

import org.jooq.Transaction;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.util.Assert;

/**
 * Executes {@code dsl.transaction(…)} in the transactions of a manager: in one of its own
 * where there is none, at a savepoint of the one that there is.
 */
public final class SpringTransactions implements TransactionProvider {

	private static final TransactionDefinition NESTED = new DefaultTransactionDefinition(
			TransactionDefinition.PROPAGATION_NESTED);

	private final PlatformTransactionManager manager;

	/**
	 * Create a provider.
	 * @param manager begins and ends the transactions
	 */
	public SpringTransactions(PlatformTransactionManager manager) {
		Assert.notNull(manager, "'manager' must not be null");
		this.manager = manager;
	}

	@Override
	public void begin(TransactionContext context) {
		context.transaction(new Begun(this.manager.getTransaction(NESTED)));
	}

	@Override
	public void commit(TransactionContext context) {
		if (context.transaction() instanceof Begun begun) {
			this.manager.commit(begun.status());
		}
	}

	/**
	 * Called also if the transaction could not begin, and if it could not be committed,
	 * of which the manager has taken care.
	 */
	@Override
	public void rollback(TransactionContext context) {
		if (context.transaction() instanceof Begun begun && !begun.status().isCompleted()) {
			this.manager.rollback(begun.status());
		}
	}

	private record Begun(TransactionStatus status) implements Transaction {

	}

}
