package io.bailiwick.autoconfigure;

import io.bailiwick.database.DatabaseConfigurationException;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Says that the JDBC driver for PostgreSQL is missing, before a pool says it less
 * clearly.
 */
final class DriverCheck {

	private static final String DRIVER = "org.postgresql.Driver";

	private final Environment environment;

	private final BeanFactory beanFactory;

	DriverCheck(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	void check() {
		String url = this.environment.getProperty("spring.datasource.url",
				this.environment.getProperty("spring.datasource.hikari.jdbc-url", ""));
		// Drivers that wrap another one have its name further back: jdbc:tc:postgresql:…
		if (url.startsWith("jdbc:") && !url.contains(":postgresql:") && !url.startsWith("jdbc:h2:")) {
			throw new DatabaseConfigurationException(
					"The main database is told by a URL that begins with '%s', and domains live in PostgreSQL."
						.formatted(url.replaceFirst("^(jdbc:[^:/]*:?).*$", "$1")),
					"Correct %s: a URL looks like jdbc:postgresql://host:5432/database."
						.formatted(PropertyOrigin.describe(this.environment, "spring.datasource.url")));
		}
		ClassLoader classLoader = (this.beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable.getBeanClassLoader() : null;
		if (url.startsWith("jdbc:postgresql:") && !ClassUtils.isPresent(DRIVER, classLoader)) {
			throw new DatabaseConfigurationException(
					"The main database is PostgreSQL, and its JDBC driver is not on the class path.",
					"Add the dependency org.postgresql:postgresql, or use io.bailiwick:bailiwick-spring-boot-starter, which has it.");
		}
	}

}
