package io.bailiwick.transaction.guard;

import java.util.List;

import org.springframework.transaction.TransactionExecution;

/**
 * Writing in a second database inside a transaction on a first one. Domains that share a
 * pool are one here, since they share transactions.
 */
final class SecondDatabase {

	private static final String REMEDY = "Write there after the first transaction has ended (Transactions.afterCommit), only read there, or keep what is to be written in the first database until it is (an outbox). If it does no harm that one of the two is lost, say why in 'bailiwick.guards.second-database-allowed'.";

	private final ThreadTransactions transactions;

	private final List<AllowedWrite> allowed;

	private final Residences residences;

	private final Wording wording;

	private final Findings findings;

	SecondDatabase(ThreadTransactions transactions, List<AllowedWrite> allowed, Residences residences, Wording wording,
			Findings findings) {
		this.transactions = transactions;
		this.allowed = allowed;
		this.residences = residences;
		this.wording = wording;
		this.findings = findings;
	}

	/**
	 * Look at a transaction that is about to begin.
	 */
	void check(GuardedManager manager, TransactionExecution execution) {
		OpenTransaction outer = (execution.isReadOnly()) ? null : this.transactions.writingElsewhere(manager.pool());
		if (outer == null) {
			return;
		}
		String name = execution.getTransactionName();
		String domain = this.wording.domain(name, manager);
		if (isAllowed(outer.pool(), manager.pool())) {
			this.findings.count(Guard.SECOND_DATABASE, domain, GuardAction.ALLOWED);
			return;
		}
		this.findings.report(new Finding(Guard.SECOND_DATABASE, domain, outer.name() + " " + name,
				() -> "At %s, %s was to begin inside %s, which writes as well: no commit covers both, and each can be lost while the other stays."
					.formatted(CallSite.here(), this.wording.transaction(name, manager.pool()),
							this.wording.transaction(outer.name(), outer.pool())),
				"No connection was taken, nothing was begun, and the outer transaction is as it was.",
				"It was begun all the same.", REMEDY));
	}

	/**
	 * Look at a statement outside of any transaction on its pool.
	 */
	void check(String domain, Object pool, String sql) {
		OpenTransaction outer = this.transactions.writingElsewhere(pool);
		if (outer == null || !StatementText.writes(sql)) {
			return;
		}
		if (isAllowed(outer.pool(), pool)) {
			this.findings.count(Guard.SECOND_DATABASE, domain, GuardAction.ALLOWED);
			return;
		}
		this.findings.report(new Finding(Guard.SECOND_DATABASE, domain, outer.name() + " " + sql,
				() -> "At %s, a statement of the domain '%s' was to write on %s inside %s, which does not cover it: it would hold by itself at once, whatever becomes of that transaction. The statement: %s"
					.formatted(CallSite.here(), domain, this.residences.of(pool).describe(),
							this.wording.transaction(outer.name(), outer.pool()), StatementText.withoutValues(sql)),
				System.lineSeparator() + "The statement was not sent, and the outer transaction is as it was.",
				System.lineSeparator() + "It was sent all the same.", REMEDY));
	}

	private boolean isAllowed(Object from, Object to) {
		if (this.allowed.isEmpty()) {
			return false;
		}
		Residence outer = this.residences.of(from);
		Residence inner = this.residences.of(to);
		return this.allowed.stream().anyMatch((entry) -> outer.isCalled(entry.from()) && inner.isCalled(entry.to()));
	}

}
