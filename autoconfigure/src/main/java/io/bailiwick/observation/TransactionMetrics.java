package io.bailiwick.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.bailiwick.domain.Domains;
import io.bailiwick.transaction.TransactionObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.util.Assert;

/**
 * {@link MeterBinder} that shows how long the transactions of each domain take, how they
 * end and how often units of work are retried. What happens before it is bound to a
 * registry is not measured.
 */
public class TransactionMetrics implements MeterBinder, TransactionObserver {

	private final Map<String, DomainTransactionMeters> domains = new LinkedHashMap<>();

	/**
	 * Create metrics.
	 * @param domains the domains of the application
	 */
	public TransactionMetrics(Domains domains) {
		Assert.notNull(domains, "'domains' must not be null");
		ThreadLocal<RunningTransactions> running = ThreadLocal.withInitial(RunningTransactions::new);
		domains.names().forEach((domain) -> this.domains.put(domain, new DomainTransactionMeters(domain, running)));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.domains.values().forEach((domain) -> domain.bindTo(registry));
	}

	@Override
	public TransactionExecutionListener listener(String domain) {
		DomainTransactionMeters meters = this.domains.get(domain);
		Assert.notNull(meters, () -> "There is no domain '%s'".formatted(domain));
		return meters;
	}

	@Override
	public void retrying(String domain) {
		DomainTransactionMeters meters = this.domains.get(domain);
		if (meters != null) {
			meters.retrying();
		}
	}

}
