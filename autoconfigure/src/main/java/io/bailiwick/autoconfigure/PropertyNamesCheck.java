package io.bailiwick.autoconfigure;

import java.util.Locale;
import java.util.Set;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.NearestName;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses properties under {@code bailiwick} that do not exist: roles that are not
 * enabled because of a letter are missed too late. Variables of the environment and
 * properties of the JVM are left alone, since others may have chosen the same prefix for
 * theirs.
 */
final class PropertyNamesCheck {

	/**
	 * All names; below those of maps, anything may stand.
	 */
	static final Set<String> NAMES = Set.of("backup.bin-directory", "backup.directory", "budget", "databases",
			"domains", "embedded.cache-directory", "embedded.data-directory", "embedded.enabled", "embedded.parameters",
			"embedded.port", "embedded.start-timeout", "enabled", "environment.enabled", "guards.long-transaction",
			"guards.long-transaction-after", "guards.no-transaction", "guards.repeated-statements",
			"guards.repeated-statements-limit", "guards.requires-new", "guards.second-database",
			"guards.second-database-allowed", "instances", "migration.encoding", "migration.history-table",
			"migration.lock-timeout", "migration.mode", "migration.out-of-order", "migration.placeholder-replacement",
			"migration.placeholders", "migration.version-tag", "migration.wait-timeout", "roles.enabled",
			"roles.prefix", "seed.enabled");

	static final Set<String> MAPS = Set.of("databases", "domains", "embedded.parameters",
			"guards.second-database-allowed", "migration.placeholders");

	private static final Set<String> SYSTEM = Set.of(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("bailiwick");

	private final Environment environment;

	PropertyNamesCheck(Environment environment) {
		this.environment = environment;
	}

	void check() {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable && !isOfTheSystem(source)) {
				iterable.stream().filter(PREFIX::isAncestorOf).forEach(PropertyNamesCheck::check);
			}
		}
	}

	private static boolean isOfTheSystem(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& SYSTEM.contains(underlying.getName());
	}

	private static void check(ConfigurationPropertyName property) {
		String name = property.toString().substring("bailiwick.".length());
		boolean known = NAMES.stream().anyMatch((candidate) -> uniform(candidate).equals(uniform(name)))
				|| MAPS.stream().anyMatch((map) -> uniform(name).startsWith(uniform(map) + '.'));
		// An empty group, "bailiwick.roles:", sets nothing.
		boolean group = NAMES.stream().anyMatch((candidate) -> uniform(candidate).startsWith(uniform(name) + '.'));
		if (!known && !group) {
			throw new DatabaseConfigurationException("'%s' is no property of Bailiwick.".formatted(property),
					"Correct or remove it.%s".formatted(NearestName.hint(name, NAMES)));
		}
	}

	private static String uniform(String name) {
		return name.replaceAll("[-_]", "").replace('[', '.').toLowerCase(Locale.ROOT);
	}

}
