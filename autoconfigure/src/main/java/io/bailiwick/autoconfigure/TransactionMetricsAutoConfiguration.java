package io.bailiwick.autoconfigure;

import io.bailiwick.domain.Domains;
import io.bailiwick.observation.TransactionMetrics;
import io.bailiwick.transaction.TransactionObserver;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link TransactionMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BailiwickAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Domains.class)
public final class TransactionMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(TransactionObserver.class)
	TransactionMetrics transactionMetrics(Domains domains) {
		return new TransactionMetrics(domains);
	}

}
