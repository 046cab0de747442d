package io.bailiwick.database.environment;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.Assert;

/**
 * The address of a named database as environment variables tell it, for instance
 * {@code AUTH_DATABASE_URL} or {@code AUTH_DB_HOST} for {@code auth}.
 *
 * @param url the JDBC URL, without credentials
 * @param username the role that logs in, if a variable tells
 * @param password its password, if a variable tells
 * @param maximumPoolSize the upper bound of the pool, if a variable tells
 * @param schema the schemas to search, if a variable tells
 * @param origin the variables that the address was made of
 * @param origins the variables that each value came from, by the name of the setting
 */
public record EnvironmentDatabase(String url, @Nullable String username, @Nullable String password,
		@Nullable Integer maximumPoolSize, @Nullable String schema, String origin, Map<String, String> origins) {

	/**
	 * Read the variables of a database.
	 * @param environment the environment of the application
	 * @param name the name of the database, whose upper-case form is the prefix of the
	 * variables
	 * @return the address, or {@code null} if no variable says where the database is
	 * @throws EnvironmentDatabaseException if a variable that counts can not be
	 * understood
	 */
	public static @Nullable EnvironmentDatabase read(ConfigurableEnvironment environment, String name) {
		Assert.notNull(environment, "'environment' must not be null");
		DatabaseVariables variables = DatabaseVariables.ofNamed(EnvironmentVariables.of(environment), name);
		DatabaseAddress address = (!variables.isEmpty()) ? new DatabaseAddressReader(variables).read() : null;
		if (address == null) {
			return null;
		}
		Map<String, String> origins = new LinkedHashMap<>();
		put(origins, "url", address.url());
		put(origins, "username", address.username());
		put(origins, "password", address.password());
		put(origins, "schema", address.schema());
		put(origins, "pool.maximum-pool-size", address.maximumPoolSize());
		return new EnvironmentDatabase(address.url().value(), valueOf(address.username()), valueOf(address.password()),
				valueOf(address.maximumPoolSize()), valueOf(address.schema()), address.url().origin().toString(),
				origins);
	}

	private static void put(Map<String, String> origins, String setting, @Nullable Sourced<?> value) {
		if (value != null) {
			origins.put(setting, value.origin().toString());
		}
	}

	private static <T> @Nullable T valueOf(@Nullable Sourced<T> sourced) {
		return (sourced != null) ? sourced.value() : null;
	}

	/**
	 * Everything but the password.
	 */
	@Override
	public String toString() {
		return this.url + " from " + this.origin;
	}

}
