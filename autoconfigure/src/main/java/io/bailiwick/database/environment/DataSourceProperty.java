package io.bailiwick.database.environment;

import java.util.List;

/**
 * The properties of Spring Boot's data source that an address turns into.
 */
final class DataSourceProperty {

	static final String URL = "spring.datasource.url";

	static final String USERNAME = "spring.datasource.username";

	static final String PASSWORD = "spring.datasource.password";

	static final String SSL_PASSWORD = "spring.datasource.hikari.data-source-properties.sslpassword";

	static final String MAXIMUM_POOL_SIZE = "spring.datasource.hikari.maximum-pool-size";

	static final String HIKARI_URL = "spring.datasource.hikari.jdbc-url";

	static final String JNDI_NAME = "spring.datasource.jndi-name";

	/**
	 * Each of these is an address by itself.
	 */
	static final List<String> ADDRESSES = List.of(JNDI_NAME, URL, HIKARI_URL);

	static final List<String> ALL = List.of(URL, HIKARI_URL, USERNAME, PASSWORD, SSL_PASSWORD, MAXIMUM_POOL_SIZE,
			JNDI_NAME);

	private DataSourceProperty() {
	}

}
