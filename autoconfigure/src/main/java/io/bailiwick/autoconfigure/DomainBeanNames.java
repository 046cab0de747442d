package io.bailiwick.autoconfigure;

/**
 * What the beans of a domain are called.
 */
final class DomainBeanNames {

	static final String DOMAINS = "bailiwickDomains";

	static final String SCRIPTS = "bailiwickScripts";

	static final String MIGRATIONS = "domainMigrations";

	private DomainBeanNames() {
	}

	static String flyway(String domain) {
		return domain + "Flyway";
	}

	static String dataSource(String domain) {
		return domain + "DataSource";
	}

	static String transactionManager(String domain) {
		return domain + "TransactionManager";
	}

	static String transactionTemplate(String domain) {
		return domain + "TransactionTemplate";
	}

	static String jdbcClient(String domain) {
		return domain + "JdbcClient";
	}

}
