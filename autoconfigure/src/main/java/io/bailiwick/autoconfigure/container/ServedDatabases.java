package io.bailiwick.autoconfigure.container;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.NearestName;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.Assert;

/**
 * The databases of an application that containers serve. They stand in its environment,
 * before everything else there, as if they had been configured.
 */
public final class ServedDatabases {

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

	private ServedDatabases() {
	}

	/**
	 * Refuse a container that serves a database of nobody.
	 * @param environment where the databases are
	 * @param domains all domains, with their databases
	 * @throws DatabaseConfigurationException if no domain lives in one of the databases
	 */
	public static void check(Environment environment, Collection<Domain> domains) {
		Assert.notNull(environment, "'environment' must not be null");
		Assert.notNull(domains, "'domains' must not be null");
		if (environment instanceof ConfigurableEnvironment configurable && configurable.getPropertySources()
			.get(ServedDatabasesPropertySource.NAME) instanceof ServedDatabasesPropertySource served) {
			Set<String> names = new LinkedHashSet<>();
			domains.forEach((domain) -> names.add(domain.database()));
			for (ServedDatabase database : served.getSource().values()) {
				if (!names.contains(database.name())) {
					domains.forEach((domain) -> names.add(domain.name()));
					names.remove(Domain.MAIN_DATABASE);
					throw new DatabaseConfigurationException(
							"The database '%s' is served by %s, and no domain lives in it.".formatted(database.name(),
									database.server()),
							"Set 'bailiwick.domains.<name>.database=%s' for the domain that is to live there, or correct the name.%s"
								.formatted(database.name(), NearestName.hint(database.name(), names)));
				}
			}
		}
	}

	/**
	 * Add a database. To add it again from the same container changes nothing.
	 */
	static void add(ConfigurableEnvironment environment, ServedDatabase database) {
		if (!NAME.matcher(database.name()).matches()) {
			throw new DatabaseConfigurationException(
					"The database '%s' is served by %s, and that is no name of a database.".formatted(database.name(),
							database.server()),
					"Correct it: a name has letters, digits, dashes and underscores, as in 'bailiwick.databases.<name>'.");
		}
		ServedDatabase other = in(environment.getPropertySources()).getSource().putIfAbsent(database.name(), database);
		if (other != null && !other.server().equals(database.server())) {
			throw new DatabaseConfigurationException(
					"The database '%s' is served by two containers: by %s and by %s.".formatted(database.name(),
							other.server(), database.server()),
					"Decide which of the two serves it, and give the other one another name or none.");
		}
	}

	private static ServedDatabasesPropertySource in(MutablePropertySources sources) {
		PropertySource<?> present = sources.get(ServedDatabasesPropertySource.NAME);
		if (present instanceof ServedDatabasesPropertySource served) {
			return served;
		}
		ServedDatabasesPropertySource served = new ServedDatabasesPropertySource();
		sources.addFirst(served);
		return served;
	}

}
