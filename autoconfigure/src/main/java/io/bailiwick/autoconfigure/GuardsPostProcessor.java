package io.bailiwick.autoconfigure;

import javax.sql.DataSource;

import io.bailiwick.domain.Domains;
import io.bailiwick.transaction.guard.Guards;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ClassUtils;

/**
 * Has guards look after every transaction manager for databases: those of the domains,
 * Spring Boot's and the application's own.
 */
final class GuardsPostProcessor implements BeanPostProcessor, Ordered {

	private static final boolean JPA_PRESENT = ClassUtils.isPresent("org.springframework.orm.jpa.JpaTransactionManager",
			GuardsPostProcessor.class.getClassLoader());

	private final ObjectProvider<Domains> domains;

	private final ObjectProvider<Guards> guards;

	private final BeanFactory beanFactory;

	GuardsPostProcessor(ObjectProvider<Domains> domains, ObjectProvider<Guards> guards, BeanFactory beanFactory) {
		this.domains = domains;
		this.guards = guards;
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof PlatformTransactionManager && bean instanceof ConfigurableTransactionManager configurable) {
			DataSource dataSource = dataSource(bean);
			Domains registry = (dataSource != null) ? this.domains.getIfAvailable() : null;
			if (dataSource != null && registry != null) {
				this.guards.getObject().lookAfter(configurable, beanName, domain(beanName, registry), dataSource);
			}
		}
		return bean;
	}

	private @Nullable String domain(String beanName, Domains registry) {
		return registry.names()
			.stream()
			.filter((name) -> beanName.equals(DomainBeanNames.handle(name, "transactionManager"))
					|| BeanFactoryAnnotationUtils.isQualifierMatch(name::equals, beanName, this.beanFactory))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Managers of messages have none, and one that spans several databases makes no guard
	 * necessary.
	 */
	private static @Nullable DataSource dataSource(Object manager) {
		if (manager instanceof DataSourceTransactionManager jdbc) {
			return jdbc.getDataSource();
		}
		return JPA_PRESENT ? Jpa.dataSource(manager) : null;
	}

	/**
	 * Isolated because JPA may be absent.
	 */
	private static final class Jpa {

		static @Nullable DataSource dataSource(Object manager) {
			return (manager instanceof JpaTransactionManager jpa) ? jpa.getDataSource() : null;
		}

	}

}
