package io.bailiwick.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import javax.sql.DataSource;

import io.bailiwick.actuate.DomainsHealthIndicator;
import io.bailiwick.database.Databases;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.domain.Domains;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link DomainsHealthIndicator}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { BailiwickAutoConfiguration.class, DataSourceAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean({ Domains.class, DataSource.class })
public final class DomainsHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnEnabledHealthIndicator("domains")
	@ConditionalOnMissingBean(name = { "domainsHealthIndicator", "domainsHealthContributor" })
	DomainsHealthIndicator domainsHealthIndicator(Domains domains, Databases databases,
			ObjectProvider<Replicas> replicas) {
		Map<String, DataSource> dataSources = new LinkedHashMap<>();
		domains.forEach((domain) -> dataSources.computeIfAbsent(domain.database(),
				(database) -> databases.get(database).dataSource()));
		return new DomainsHealthIndicator(domains, dataSources, replicas.getIfAvailable());
	}

	@Bean
	static SharedDataSourceHealthPostProcessor bailiwickSharedDataSourceHealthPostProcessor(BeanFactory beanFactory) {
		return new SharedDataSourceHealthPostProcessor(beanFactory);
	}

}
