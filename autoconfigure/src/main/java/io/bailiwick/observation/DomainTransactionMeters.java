package io.bailiwick.observation;

import java.util.concurrent.TimeUnit;

import io.bailiwick.transaction.TransactionObserver;
import io.bailiwick.transaction.TransactionOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the transactions of one domain.
 */
final class DomainTransactionMeters implements TransactionObserver.OfDomain {

	private static final String NAME = "bailiwick.transactions";

	private final String domain;

	private volatile @Nullable Meters meters;

	DomainTransactionMeters(String domain) {
		this.domain = domain;
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
			.description("Transactions, from asking for a connection to giving it back")
			.tags("domain", this.domain, "outcome", outcome)
			.register(registry);
	}

	@Override
	public void retrying() {
		for (Meters current = this.meters; current != null; current = current.next()) {
			current.retries().increment();
		}
	}

	@Override
	public void ended(TransactionOutcome outcome, long nanos) {
		for (Meters current = this.meters; current != null; current = current.next()) {
			current.timer(outcome).record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * The meters in one registry, and those in the one that was bound before.
	 */
	private record Meters(Timer committed, Timer rolledBack, Timer unknown, Counter retries, @Nullable Meters next) {

		Timer timer(TransactionOutcome outcome) {
			return switch (outcome) {
				case COMMITTED -> this.committed;
				case ROLLED_BACK -> this.rolledBack;
				case UNKNOWN, IN_PROGRESS -> this.unknown;
			};
		}

	}

}
