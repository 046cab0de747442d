package io.bailiwick.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.observation.ReplicaMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link ReplicaMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BailiwickAutoConfiguration.class)
@ConditionalOnClass({ MeterBinder.class, HikariDataSource.class })
@ConditionalOnBean(Replicas.class)
public final class ReplicaMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReplicaMetrics replicaMetrics(Replicas replicas) {
		return new ReplicaMetrics(replicas);
	}

}
