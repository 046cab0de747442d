package io.bailiwick.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import javax.sql.DataSource;

import io.bailiwick.actuate.DomainsHealthIndicator;
import io.bailiwick.domain.Domains;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
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
	DomainsHealthIndicator domainsHealthIndicator(Domains domains, BeanFactory beanFactory) {
		Map<String, DataSource> databases = new LinkedHashMap<>();
		// Any domain of a database will do: it is asked once for all that live in it.
		domains
			.forEach((domain) -> databases.computeIfAbsent(domain.database(), (database) -> BeanFactoryAnnotationUtils
				.qualifiedBeanOfType(beanFactory, DataSource.class, domain.name())));
		return new DomainsHealthIndicator(domains, databases);
	}

	@Bean
	static SharedDataSourceHealthPostProcessor bailiwickSharedDataSourceHealthPostProcessor(BeanFactory beanFactory) {
		return new SharedDataSourceHealthPostProcessor(beanFactory);
	}

}
