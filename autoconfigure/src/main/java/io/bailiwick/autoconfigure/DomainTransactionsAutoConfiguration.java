package io.bailiwick.autoconfigure;

import io.bailiwick.domain.Domains;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.AbstractTransactionManagementConfiguration;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@code @Transactional} in an
 * application whose domains all have databases of their own. Spring Boot sees no
 * transaction manager there, and without this the annotation would silently do nothing.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { BailiwickAutoConfiguration.class, TransactionAutoConfiguration.class })
@ConditionalOnBean(Domains.class)
@ConditionalOnMissingBean(AbstractTransactionManagementConfiguration.class)
public final class DomainTransactionsAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = false)
	@ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", havingValue = false)
	static class InterfaceProxyConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", matchIfMissing = true)
	static class ClassProxyConfiguration {

	}

}
