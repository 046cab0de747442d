package io.bailiwick.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.bailiwick.domain.DomainConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Refuses {@code spring.flyway.*} beside domains: Spring Boot applies it to a Flyway of
 * its own, which backs off, so that the settings would be passed over in silence.
 */
final class FlywayPropertiesCheck {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("spring.flyway");

	private static final Map<String, String> REPLACEMENTS = Map.of("locations", "bailiwick.domains.<name>.locations",
			"schemas", "bailiwick.domains.<name>.schema", "defaultschema", "bailiwick.domains.<name>.schema", "table",
			"bailiwick.migration.history-table", "encoding", "bailiwick.migration.encoding", "outoforder",
			"bailiwick.migration.out-of-order", "placeholders", "bailiwick.migration.placeholders",
			"placeholderreplacement", "bailiwick.migration.placeholder-replacement");

	private final Environment environment;

	FlywayPropertiesCheck(Environment environment) {
		this.environment = environment;
	}

	void check() {
		Map<String, ConfigurationProperty> ignored = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(PREFIX::isAncestorOf).forEach((name) -> {
					ConfigurationProperty property = iterable.getConfigurationProperty(name);
					if (property != null && !setting(name).equals("enabled")) {
						ignored.putIfAbsent(name.toString(), property);
					}
				});
			}
		}
		if (!ignored.isEmpty()) {
			throw new DomainConfigurationException(
					"These settings are for the one Flyway of Spring Boot, which is off because each domain has its own:%n%n%s"
						.formatted(ignored.entrySet()
							.stream()
							.map((entry) -> "    " + entry.getKey() + describe(entry.getValue().getOrigin()))
							.collect(Collectors.joining(System.lineSeparator()))),
					"Replace them:%n%n%s".formatted(ignored.values()
						.stream()
						.map((property) -> "    %s  ->  %s".formatted(property.getName(), REPLACEMENTS.getOrDefault(
								setting(property.getName()),
								"a bean of type FlywayConfigurationCustomizer, with @OfDomain if it is for one domain only")))
						.collect(Collectors.joining(System.lineSeparator()))));
		}
	}

	private static String setting(ConfigurationPropertyName name) {
		return name.getElement(PREFIX.getNumberOfElements(), ConfigurationPropertyName.Form.UNIFORM);
	}

	private static String describe(@Nullable Object origin) {
		return (origin != null) ? " (" + origin + ")" : "";
	}

}
