package io.bailiwick.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * Lets an application without a main database start with jOOQ: Spring Boot makes one
 * context for the data source, and where there are several for none of them, it can not.
 * It is told so who asks for that context; the domains have their own.
 */
final class JooqOnDemand implements BeanFactoryPostProcessor {

	private static final String SPRING_BOOTS = "org.springframework.boot.jooq.autoconfigure.";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (candidates(beanFactory) > 1) {
			for (String name : beanFactory.getBeanDefinitionNames()) {
				BeanDefinition definition = beanFactory.getBeanDefinition(name);
				String factory = definition.getFactoryBeanName();
				if (factory != null && factory.startsWith(SPRING_BOOTS)) {
					definition.setLazyInit(true);
				}
			}
		}
	}

	private static int candidates(ConfigurableListableBeanFactory beanFactory) {
		int candidates = 0;
		for (String name : beanFactory.getBeanNamesForType(DataSource.class, false, false)) {
			BeanDefinition definition = beanFactory.containsBeanDefinition(name)
					? beanFactory.getMergedBeanDefinition(name) : null;
			if (definition == null || definition.isPrimary()) {
				return 1;
			}
			boolean candidate = definition.isAutowireCandidate()
					&& !(definition instanceof AbstractBeanDefinition root && !root.isDefaultCandidate());
			candidates += (candidate && !definition.isFallback()) ? 1 : 0;
		}
		return candidates;
	}

}
