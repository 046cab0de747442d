package io.bailiwick.database.environment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to get in, as told by the environment.
 *
 * @param url the JDBC URL, without credentials
 * @param username the user
 * @param password the password
 * @param sslPassword the password of the client's private key
 * @param schema the schemas to search, if a variable of their own names them
 * @param maximumPoolSize the upper bound of the pool
 * @param ignored the variables that lost against the address that was taken
 */
record DatabaseAddress(Sourced<String> url, @Nullable Sourced<String> username, @Nullable Sourced<String> password,
		@Nullable Sourced<String> sslPassword, @Nullable Sourced<String> schema,
		@Nullable Sourced<Integer> maximumPoolSize, List<String> ignored) {

	/**
	 * Return the properties that configure Spring Boot's own data source. The schemas
	 * become pgjdbc's {@code currentSchema}.
	 * @return values by property name
	 */
	Map<String, Sourced<?>> asMainProperties() {
		Map<String, Sourced<?>> properties = new LinkedHashMap<>();
		properties.put(DataSourceProperty.URL, urlWithSchema());
		put(properties, DataSourceProperty.USERNAME, this.username);
		put(properties, DataSourceProperty.PASSWORD, this.password);
		put(properties, DataSourceProperty.SSL_PASSWORD, this.sslPassword);
		put(properties, DataSourceProperty.MAXIMUM_POOL_SIZE, this.maximumPoolSize);
		return properties;
	}

	private Sourced<String> urlWithSchema() {
		if (this.schema == null) {
			return this.url;
		}
		return new Sourced<>(DatabaseUrl.withParameter(this.url.value(), "currentSchema", this.schema.value()),
				this.url.origin().and(this.schema.origin().names().get(0)));
	}

	private static void put(Map<String, Sourced<?>> properties, String name, @Nullable Sourced<?> value) {
		if (value != null) {
			properties.put(name, value);
		}
	}

}
