package io.bailiwick.transaction;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is to be done when a transaction has ended, and how it ended.
 * <p>
 * Spring calls back while the transaction's connection is still bound to the thread, so
 * that SQL which is executed there takes part in something that is over and gets lost.
 * Here hooks run when the connection has been given back, if the outermost unit is one of
 * {@link Transactions}, or with the transaction put aside, if not. A hook that fails does
 * not change what happened to the transaction: it is logged.
 */
final class CompletionHooks implements TransactionSynchronization, Ordered {

	private static final Log logger = LogFactory.getLog(CompletionHooks.class);

	private final PlatformTransactionManager manager;

	private final boolean deferred;

	private final List<Runnable> afterCommit = new ArrayList<>();

	private final List<Runnable> afterRollback = new ArrayList<>();

	/**
	 * Of savepoints that were rolled back to: their work is undone for sure.
	 */
	private final List<Runnable> undone = new ArrayList<>();

	private final List<Mark> marks = new ArrayList<>();

	private CompletionHooks(PlatformTransactionManager manager, boolean deferred) {
		this.manager = manager;
		this.deferred = deferred;
	}

	/**
	 * Return the hooks of the current transaction.
	 */
	static CompletionHooks current(PlatformTransactionManager manager) {
		for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
			if (synchronization instanceof CompletionHooks hooks) {
				return hooks;
			}
		}
		CompletionHooks hooks = new CompletionHooks(manager,
				UnitDefinition.isNameOfUnit(TransactionSynchronizationManager.getCurrentTransactionName()));
		TransactionSynchronizationManager.registerSynchronization(hooks);
		return hooks;
	}

	/**
	 * Run what the transaction that ended on this thread has left to be done.
	 */
	static void runDeferred() {
		if (TransactionSynchronizationManager
			.unbindResourceIfPossible(CompletionHooks.class) instanceof Deferred deferred) {
			run(deferred.undone());
			run(deferred.outcome());
		}
	}

	/**
	 * The manager called a transaction rolled back of which that is not known.
	 */
	static void forgetOutcome() {
		if (TransactionSynchronizationManager
			.unbindResourceIfPossible(CompletionHooks.class) instanceof Deferred deferred) {
			TransactionSynchronizationManager.bindResource(CompletionHooks.class,
					new Deferred(deferred.undone(), List.of()));
		}
	}

	void afterCommit(Runnable hook) {
		this.afterCommit.add(hook);
	}

	void afterRollback(Runnable hook) {
		this.afterRollback.add(hook);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void savepoint(Object savepoint) {
		this.marks.add(new Mark(savepoint, this.afterCommit.size(), this.afterRollback.size()));
	}

	@Override
	public void savepointRollback(Object savepoint) {
		// A savepoint that is not known was there before the first hook.
		Mark mark = new Mark(savepoint, 0, 0);
		while (!this.marks.isEmpty()) {
			Mark last = this.marks.remove(this.marks.size() - 1);
			if (last.savepoint() == savepoint) {
				mark = last;
				break;
			}
		}
		this.afterCommit.subList(mark.commits(), this.afterCommit.size()).clear();
		List<Runnable> rolledBack = this.afterRollback.subList(mark.rollbacks(), this.afterRollback.size());
		this.undone.addAll(rolledBack);
		rolledBack.clear();
	}

	@Override
	public void afterCompletion(int status) {
		List<Runnable> outcome = switch (status) {
			case STATUS_COMMITTED -> this.afterCommit;
			case STATUS_ROLLED_BACK -> this.afterRollback;
			default -> List.of();
		};
		if (this.deferred) {
			TransactionSynchronizationManager.bindResource(CompletionHooks.class, new Deferred(this.undone, outcome));
			return;
		}
		DefaultTransactionDefinition aside = new DefaultTransactionDefinition(
				TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
		new TransactionTemplate(this.manager, aside).executeWithoutResult((none) -> {
			run(this.undone);
			run(outcome);
		});
	}

	private static void run(List<Runnable> hooks) {
		for (Runnable hook : hooks) {
			try {
				hook.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("A hook failed. The outcome of the transaction before it stays what it is", ex);
			}
		}
	}

	/**
	 * How many hooks there were when a savepoint was set.
	 */
	private record Mark(@Nullable Object savepoint, int commits, int rollbacks) {

	}

	/**
	 * What is to be done later, be the outcome what it may, and because of the outcome.
	 */
	private record Deferred(List<Runnable> undone, List<Runnable> outcome) {

	}

}
