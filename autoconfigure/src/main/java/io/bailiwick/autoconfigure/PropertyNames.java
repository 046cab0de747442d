package io.bailiwick.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The names of properties that are set, whatever their values: a binder does not tell of
 * entries that are empty, nor of misspelt ones.
 */
final class PropertyNames {

	private final Environment environment;

	PropertyNames(Environment environment) {
		this.environment = environment;
	}

	Set<ConfigurationPropertyName> below(ConfigurationPropertyName prefix) {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(prefix::isAncestorOf).forEach(names::add);
			}
		}
		return names;
	}

}
