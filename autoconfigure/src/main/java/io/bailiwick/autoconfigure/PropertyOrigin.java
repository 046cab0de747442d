package io.bailiwick.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;

/**
 * Says where a property was set, in the words of a message.
 */
final class PropertyOrigin {

	private PropertyOrigin() {
	}

	static String describe(Environment environment, String property) {
		String origin = find(environment, property);
		return (origin != null) ? origin : "the property '%s'".formatted(property);
	}

	static @Nullable String find(Environment environment, String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return describe(name, found.getOrigin());
			}
		}
		return null;
	}

	private static String describe(ConfigurationPropertyName name, @Nullable Origin origin) {
		if (origin == null) {
			return "the property '%s'".formatted(name);
		}
		return (origin instanceof TextResourceOrigin) ? "'%s' in %s".formatted(name, origin) : origin.toString();
	}

}
