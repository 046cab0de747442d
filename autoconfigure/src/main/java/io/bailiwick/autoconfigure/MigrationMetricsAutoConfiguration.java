package io.bailiwick.autoconfigure;

import io.bailiwick.domain.Domains;
import io.bailiwick.observation.MigrationMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.flywaydb.core.Flyway;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link MigrationMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BailiwickAutoConfiguration.class)
@ConditionalOnClass({ MeterBinder.class, Flyway.class })
@ConditionalOnBean(Domains.class)
public final class MigrationMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationMetrics migrationMetrics(MigrationProperties properties) {
		return new MigrationMetrics(properties.versionTag());
	}

}
