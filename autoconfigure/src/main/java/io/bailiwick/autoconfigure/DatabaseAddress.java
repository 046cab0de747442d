package io.bailiwick.autoconfigure;

import java.util.Locale;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.environment.EnvironmentDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where a named database is and how to log in, from {@code bailiwick.databases.<name>} or
 * else from environment variables.
 *
 * @param url the JDBC URL
 * @param username the role that logs in
 * @param password its password
 * @param maximumPoolSize the upper bound of the pool that a variable sets
 * @param origin where the URL was configured
 */
record DatabaseAddress(String url, @Nullable String username, @Nullable String password,
		@Nullable Integer maximumPoolSize, String origin) {

	static DatabaseAddress of(String name, Environment environment) {
		DatabaseAddress address = find(name, environment);
		if (address == null) {
			throw new DatabaseConfigurationException("The database '%s' has no address.".formatted(name),
					"Set 'bailiwick.databases.%s.url', or %s_DATABASE_URL in the environment.".formatted(name,
							name.toUpperCase(Locale.ROOT)));
		}
		return address;
	}

	static @Nullable DatabaseAddress find(String name, Environment environment) {
		String prefix = "bailiwick.databases." + propertyName(name) + ".";
		Binder binder = Binder.get(environment);
		String url = binder.bind(prefix + "url", String.class).orElse(null);
		EnvironmentDatabase variables = new ConfiguredDatabases(environment).variables(name);
		if (url == null && variables == null) {
			return null;
		}
		String username = binder.bind(prefix + "username", String.class).orElse(null);
		String password = binder.bind(prefix + "password", String.class).orElse(null);
		if (url != null || variables == null) {
			return new DatabaseAddress(String.valueOf(url), username, password, null,
					PropertyOrigin.describe(environment, prefix + "url"));
		}
		return new DatabaseAddress(variables.url(), (username != null) ? username : variables.username(),
				(password != null) ? password : variables.password(), variables.maximumPoolSize(), variables.origin());
	}

	/**
	 * Everything but the password.
	 */
	@Override
	public String toString() {
		return this.url + " from " + this.origin;
	}

	static String propertyName(String name) {
		return name.replace('_', '-');
	}

}
