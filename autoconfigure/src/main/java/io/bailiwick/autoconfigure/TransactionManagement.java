package io.bailiwick.autoconfigure;

import java.lang.reflect.Method;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.core.InfrastructureProxy;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.util.ClassUtils;

/**
 * Tells which data sources take part in the transactions of a manager.
 */
final class TransactionManagement {

	private static final boolean JPA_PRESENT = ClassUtils.isPresent("org.springframework.orm.jpa.JpaTransactionManager",
			TransactionManagement.class.getClassLoader());

	private static final String SPRING_BOOTS = DataSourceTransactionManagerAutoConfiguration.class.getName();

	private final PlatformTransactionManager manager;

	TransactionManagement(PlatformTransactionManager manager) {
		this.manager = manager;
	}

	/**
	 * Whether it is the manager for JDBC that Spring Boot makes where an application has
	 * none.
	 */
	boolean isSpringBoots(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(PlatformTransactionManager.class, true, false)) {
			if (beanFactory.containsBeanDefinition(name)
					&& beanFactory.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition
					&& beanFactory.getSingleton(name) == this.manager) {
				Method factory = definition.getResolvedFactoryMethod();
				return factory != null && factory.getDeclaringClass().getName().startsWith(SPRING_BOOTS);
			}
		}
		return false;
	}

	boolean covers(DataSource dataSource) {
		if (this.manager instanceof ResourceTransactionManager resources) {
			if (resources.getResourceFactory() instanceof DataSource managed) {
				return same(managed, dataSource);
			}
			// A manager of messages, say, knows nothing of any data source.
			return JPA_PRESENT && Jpa.covers(this.manager, dataSource);
		}
		// JTA, or something in front of other managers, which covers what it is told of.
		return true;
	}

	private static boolean same(DataSource one, DataSource other) {
		return unwrap(one).equals(unwrap(other));
	}

	/**
	 * What Spring binds to a transaction in place of the data source.
	 */
	private static Object unwrap(Object dataSource) {
		return (dataSource instanceof InfrastructureProxy proxy) ? unwrap(proxy.getWrappedObject()) : dataSource;
	}

	/**
	 * Isolated because JPA may be absent.
	 */
	private static final class Jpa {

		static boolean covers(PlatformTransactionManager manager, DataSource dataSource) {
			return manager instanceof JpaTransactionManager jpa && jpa.getDataSource() != null
					&& same(jpa.getDataSource(), dataSource);
		}

	}

}
