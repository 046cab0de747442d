package io.bailiwick.transaction.guard;

import org.springframework.transaction.TransactionExecution;

/**
 * A new transaction beside an open one of the same thread and pool
 * ({@code REQUIRES_NEW}): the thread holds one connection and asks for another.
 */
final class NewTransactions {

	private final ThreadTransactions transactions;

	private final Wording wording;

	private final Findings findings;

	NewTransactions(ThreadTransactions transactions, Wording wording, Findings findings) {
		this.transactions = transactions;
		this.wording = wording;
		this.findings = findings;
	}

	void check(GuardedManager manager, TransactionExecution execution) {
		OpenTransaction outer = this.transactions.holdingOneOf(manager.pool());
		if (outer == null) {
			return;
		}
		String name = execution.getTransactionName();
		String domain = this.wording.domain(name, manager);
		PoolUse use = PoolUse.of(manager.pool(), execution.isReadOnly());
		if (use == null || !use.isExhausted()) {
			this.findings.count(Guard.REQUIRES_NEW, domain, GuardAction.COUNTED);
			return;
		}
		this.findings.report(new Finding(Guard.REQUIRES_NEW, domain, outer.name() + " " + name,
				() -> "At %s, %s was to begin beside %s, which keeps its connection, while all %d connections of the pool '%s' are in use and %d threads wait for one: if each of their holders waits for a second one, none ever gets it."
					.formatted(CallSite.here(), this.wording.transaction(name, manager.pool()),
							this.wording.transaction(outer.name(), outer.pool()), use.maximum(), use.pool(),
							use.waiting()),
				"No connection was waited for, nothing was begun, and the outer transaction is as it was.",
				"It waits for a connection all the same.",
				"Begin it after the outer transaction (Transactions.afterCommit), let it join (REQUIRED) or use a savepoint (NESTED). A pool with more connections than threads that do this can not be exhausted by it."));
	}

}
