package io.bailiwick.autoconfigure;

import org.springframework.util.StringUtils;

/**
 * What the beans of a domain are called.
 */
final class DomainBeanNames {

	static final String DOMAINS = "bailiwickDomains";

	static final String DATABASES = "bailiwickDatabases";

	static final String CHECKS = "bailiwickDatabaseChecks";

	static final String SCRIPTS = "bailiwickScripts";

	static final String MIGRATIONS = "domainMigrations";

	private DomainBeanNames() {
	}

	static String flyway(String domain) {
		return domain + "Flyway";
	}

	static String pool(String database) {
		return database + "ConnectionPool";
	}

	/**
	 * The name of what {@link DomainBeans} makes for the domain with that method.
	 */
	static String handle(String domain, String factoryMethod) {
		return domain + StringUtils.capitalize(factoryMethod);
	}

}
