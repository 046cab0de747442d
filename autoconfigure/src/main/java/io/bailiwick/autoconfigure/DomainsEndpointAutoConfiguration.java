package io.bailiwick.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.database.Databases;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.database.timeout.TimeoutReadings;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainMigrations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link DomainsEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BailiwickAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Domains.class)
@ConditionalOnAvailableEndpoint(DomainsEndpoint.class)
public final class DomainsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DomainsEndpoint domainsEndpoint(Domains domains, ObjectProvider<DomainMigrations> migrations, Databases databases,
			ObjectProvider<TimeoutReadings> timeouts, ObjectProvider<Replicas> replicas, Environment environment) {
		Map<String, Map<String, String>> origins = new LinkedHashMap<>();
		databases.names().forEach((name) -> origins.put(name, new SettingOrigins(environment).of(name)));
		return new DomainsEndpoint(domains, migrations.getIfAvailable(), databases, origins, timeouts.getIfAvailable(),
				replicas.getIfAvailable());
	}

}
