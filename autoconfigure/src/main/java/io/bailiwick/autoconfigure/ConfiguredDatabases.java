package io.bailiwick.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.environment.EnvironmentDatabase;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.NearestName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Reads which databases an application has beside {@code main}: every entry of
 * {@code bailiwick.databases} is one, and every domain whose name is the prefix of
 * variables such as {@code AUTH_DATABASE_URL} has one of its own.
 */
final class ConfiguredDatabases {

	static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("bailiwick.databases");

	private static final Set<String> SETTINGS = new TreeSet<>(Set.of("url", "username", "password", "pool", "ssl"));

	private static final Set<String> SPRING_BOOTS = Set.of("url", "username", "password", "pool");

	private final Environment environment;

	ConfiguredDatabases(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The names of all databases.
	 */
	Set<String> names(Set<String> domains) {
		Set<String> names = new LinkedHashSet<>();
		for (ConfigurationPropertyName property : new PropertyNames(this.environment).below(PREFIX)) {
			names.add(check(property));
		}
		names.remove(Domain.MAIN_DATABASE);
		for (String domain : domains) {
			if (!names.contains(domain) && variables(domain) != null) {
				names.add(domain);
			}
		}
		return names;
	}

	/**
	 * What environment variables say about a database.
	 */
	@Nullable EnvironmentDatabase variables(String name) {
		return (this.environment instanceof ConfigurableEnvironment configurable && !name.equals("jdbc"))
				? EnvironmentDatabase.read(configurable, name) : null;
	}

	private static String check(ConfigurationPropertyName property) {
		int depth = PREFIX.getNumberOfElements();
		String name = property.getElement(depth, Form.ORIGINAL);
		if (name.equals(Domain.MAIN_DATABASE) && (property.getNumberOfElements() == depth + 1
				|| SPRING_BOOTS.contains(property.getElement(depth + 1, Form.UNIFORM)))) {
			throw new DatabaseConfigurationException(
					"'%s' is about the main database, which Spring Boot configures.".formatted(property),
					"Use 'spring.datasource.url', 'spring.datasource.hikari.*' and their neighbours for it.");
		}
		if (property.getNumberOfElements() > depth + 1) {
			String setting = property.getElement(depth + 1, Form.UNIFORM);
			if (!SETTINGS.contains(setting)) {
				throw new DatabaseConfigurationException(
						"'%s' is no setting of a database. A database has: %s.".formatted(property,
								String.join(", ", SETTINGS)),
						"Correct or remove it.%s".formatted(NearestName.hint(setting, SETTINGS)));
			}
		}
		return name;
	}

}
