package io.bailiwick.autoconfigure;

import io.bailiwick.migration.DomainMigrations;

import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Keeps migrations from being applied because the context starts: a command asks for what
 * it wants, and one that wants no database does not wait for one.
 */
final class CommandMigrations implements MergedBeanDefinitionPostProcessor {

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
		if (type == DomainMigrations.class) {
			definition.registerExternallyManagedInitMethod("afterPropertiesSet");
		}
	}

}
