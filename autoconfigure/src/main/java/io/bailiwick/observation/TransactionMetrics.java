package io.bailiwick.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.bailiwick.domain.Domains;
import io.bailiwick.transaction.TransactionObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

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
		domains.names().forEach((domain) -> this.domains.put(domain, new DomainTransactionMeters(domain)));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.domains.values().forEach((domain) -> domain.bindTo(registry));
	}

	@Override
	public TransactionObserver.@Nullable OfDomain of(String domain) {
		return this.domains.get(domain);
	}

}
