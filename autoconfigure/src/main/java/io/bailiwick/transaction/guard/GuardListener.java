package io.bailiwick.transaction.guard;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Sees the transactions of one manager come and go, savepoints too, which it ignores.
 */
final class GuardListener implements TransactionExecutionListener {

	private final GuardedManager manager;

	private final GuardSettings settings;

	private final ThreadTransactions transactions;

	private final SecondDatabase secondDatabase;

	private final NewTransactions newTransactions;

	private final Statements statements;

	private final @Nullable LongTransactions longTransactions;

	GuardListener(GuardedManager manager, GuardSettings settings, ThreadTransactions transactions,
			SecondDatabase secondDatabase, NewTransactions newTransactions, Statements statements,
			@Nullable LongTransactions longTransactions) {
		this.manager = manager;
		this.settings = settings;
		this.transactions = transactions;
		this.secondDatabase = secondDatabase;
		this.newTransactions = newTransactions;
		this.statements = statements;
		this.longTransactions = longTransactions;
	}

	@Override
	public void beforeBegin(TransactionExecution execution) {
		if (!execution.isNewTransaction()) {
			return;
		}
		OpenTransaction outer = this.transactions.current();
		while (outer != null && outer.isBeginning()) {
			// Another listener had refused it.
			outer = outer.outer();
		}
		if (outer != null) {
			if (this.settings.isOn(Guard.SECOND_DATABASE)) {
				this.secondDatabase.check(this.manager, execution);
			}
			if (this.settings.isOn(Guard.REQUIRES_NEW)) {
				this.newTransactions.check(this.manager, execution);
			}
		}
		this.transactions.push(new OpenTransaction(this.manager, execution, outer));
	}

	@Override
	public void afterBegin(TransactionExecution execution, @Nullable Throwable beginFailure) {
		OpenTransaction open = this.transactions.find(execution);
		if (open == null) {
			return;
		}
		if (beginFailure != null) {
			end(open);
			return;
		}
		open.begun();
		this.statements.watch(open, execution);
	}

	@Override
	public void beforeCommit(TransactionExecution execution) {
		OpenTransaction open = this.transactions.find(execution);
		if (open != null) {
			if (this.longTransactions != null && this.settings.mode(Guard.LONG_TRANSACTION) == GuardMode.FAIL) {
				this.longTransactions.checkBeforeCommit(open);
			}
			open.ending();
		}
	}

	@Override
	public void beforeRollback(TransactionExecution execution) {
		OpenTransaction open = this.transactions.find(execution);
		if (open != null) {
			open.ending();
		}
	}

	@Override
	public void afterCommit(TransactionExecution execution, @Nullable Throwable commitFailure) {
		end(this.transactions.find(execution));
	}

	@Override
	public void afterRollback(TransactionExecution execution, @Nullable Throwable rollbackFailure) {
		end(this.transactions.find(execution));
	}

	private void end(@Nullable OpenTransaction open) {
		if (open != null) {
			open.ended();
			// Forgets it.
			this.transactions.current();
		}
	}

}
