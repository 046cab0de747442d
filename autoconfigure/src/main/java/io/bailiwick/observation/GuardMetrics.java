package io.bailiwick.observation;

import java.util.Set;

import io.bailiwick.transaction.guard.Guard;
import io.bailiwick.transaction.guard.GuardAction;
import io.bailiwick.transaction.guard.GuardMode;
import io.bailiwick.transaction.guard.Guards;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.util.Assert;

/**
 * {@link MeterBinder} that counts what guards have found, and what became of it. The
 * counters are there before there is anything to count, so that an increase can be seen.
 */
public class GuardMetrics implements MeterBinder {

	private final Guards guards;

	private final Set<String> domains;

	/**
	 * Create metrics.
	 * @param guards the guards of the application
	 * @param domains the names of its domains
	 */
	public GuardMetrics(Guards guards, Set<String> domains) {
		Assert.notNull(guards, "'guards' must not be null");
		Assert.notNull(domains, "'domains' must not be null");
		this.guards = guards;
		this.domains = Set.copyOf(domains);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String domain : this.domains) {
			for (Guard guard : Guard.values()) {
				GuardMode mode = this.guards.settings().mode(guard);
				if (mode != GuardMode.OFF) {
					counter(registry, guard, domain,
							(mode == GuardMode.FAIL) ? GuardAction.REFUSED : GuardAction.WARNED);
				}
			}
			if (this.guards.settings().isOn(Guard.REQUIRES_NEW)) {
				counter(registry, Guard.REQUIRES_NEW, domain, GuardAction.COUNTED);
			}
		}
		this.guards.observe((guard, domain, action) -> counter(registry, guard, domain, action).increment());
	}

	private static Counter counter(MeterRegistry registry, Guard guard, String domain, GuardAction action) {
		return Counter.builder("bailiwick.guard")
			.description("What the guards of transactions have found")
			.tag("guard", guard.id())
			.tag("domain", domain)
			.tag("action", action.id())
			.register(registry);
	}

}
