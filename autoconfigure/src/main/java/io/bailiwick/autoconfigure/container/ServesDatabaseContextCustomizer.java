package io.bailiwick.autoconfigure.container;

import java.util.Set;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Tells the application of a test which databases the containers in the test's fields
 * serve. Tests with the same fields can share an application.
 *
 * @param fields the fields
 */
record ServesDatabaseContextCustomizer(Set<ContainerField> fields) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		this.fields.forEach((field) -> ServedDatabases.add(context.getEnvironment(), field.served()));
	}

}
