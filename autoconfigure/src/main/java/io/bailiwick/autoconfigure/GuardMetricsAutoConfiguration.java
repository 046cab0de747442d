package io.bailiwick.autoconfigure;

import io.bailiwick.domain.Domains;
import io.bailiwick.observation.GuardMetrics;
import io.bailiwick.transaction.guard.Guards;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link GuardMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BailiwickAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({ Domains.class, Guards.class })
public final class GuardMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GuardMetrics guardMetrics(Guards guards, Domains domains) {
		return new GuardMetrics(guards, domains.names());
	}

}
