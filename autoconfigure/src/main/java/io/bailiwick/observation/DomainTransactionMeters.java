package io.bailiwick.observation;

import java.util.concurrent.TimeUnit;

import io.bailiwick.transaction.CommitOutcomeUnknownException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Measures the transactions of one domain, from before they have a connection.
 */
final class DomainTransactionMeters implements TransactionExecutionListener {

	private static final String NAME = "bailiwick.transactions";

	private final String domain;

	private final ThreadLocal<RunningTransactions> running;

	private volatile @Nullable Meters meters;

	DomainTransactionMeters(String domain, ThreadLocal<RunningTransactions> running) {
		this.domain = domain;
		this.running = running;
	}

	void bindTo(MeterRegistry registry) {
		this.meters = new Meters(timer(registry, "committed"), timer(registry, "rolled-back"),
				timer(registry, "unknown"),
				Counter.builder("bailiwick.transaction.retries")
					.description("Units of work that were executed again")
					.tag("domain", this.domain)
					.register(registry),
				this.meters);
	}

	private Timer timer(MeterRegistry registry, String outcome) {
		return Timer.builder(NAME)
			.description("Transactions, from the request for a connection to the end")
			.tags("domain", this.domain, "outcome", outcome)
			.register(registry);
	}

	void retrying() {
		for (Meters current = this.meters; current != null; current = current.next()) {
			current.retries().increment();
		}
	}

	@Override
	public void beforeBegin(TransactionExecution transaction) {
		this.running.get().begun(transaction, System.nanoTime());
	}

	@Override
	public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
		if (failure != null) {
			this.running.get().ended(transaction);
		}
	}

	@Override
	public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
		long nanos = ended(transaction);
		for (Meters current = this.meters; current != null && nanos >= 0; current = current.next()) {
			Timer timer = (failure == null) ? current.committed()
					: (failure instanceof CommitOutcomeUnknownException) ? current.unknown() : current.rolledBack();
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
		long nanos = ended(transaction);
		for (Meters current = this.meters; current != null && nanos >= 0; current = current.next()) {
			current.rolledBack().record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Return how long a transaction has taken, or less than 0 if it is none: of savepoints
	 * and of those that join listeners are told too.
	 */
	private long ended(TransactionExecution transaction) {
		if (!transaction.isNewTransaction()) {
			return RunningTransactions.UNKNOWN;
		}
		long begun = this.running.get().ended(transaction);
		return (begun != RunningTransactions.UNKNOWN) ? System.nanoTime() - begun : RunningTransactions.UNKNOWN;
	}

	/**
	 * The meters in one registry, and those in the one that was bound before.
	 */
	private record Meters(Timer committed, Timer rolledBack, Timer unknown, Counter retries, @Nullable Meters next) {

	}

}
