package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.environment.EnvironmentDatabase;
import io.bailiwick.domain.Domain;
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
		boolean main = name.equals(Domain.MAIN_DATABASE);
		if (main && (property.getNumberOfElements() == depth + 1
				|| SPRING_BOOTS.contains(property.getElement(depth + 1, Form.UNIFORM)))) {
			throw new DatabaseConfigurationException(
					"'%s' is about the main database, which Spring Boot configures.".formatted(property),
					"Use 'spring.datasource.url', 'spring.datasource.hikari.*' and their neighbours for it.");
		}
		if (property.getNumberOfElements() > depth + 1) {
			List<String> setting = new ArrayList<>();
			for (int i = depth + 1; i < property.getNumberOfElements(); i++) {
				setting.add(property.getElement(i, Form.ORIGINAL));
			}
			(main ? DatabaseSettingNames.MAIN : DatabaseSettingNames.NAMED).check(property.toString(),
					String.join(".", setting));
		}
		return name;
	}

}
