package io.bailiwick.database.environment;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What the application's own configuration says about the main data source.
 *
 * @param properties the properties that are set, by name
 */
record ExplicitDataSource(Map<String, ConfigurationProperty> properties) {

	static ExplicitDataSource of(Environment environment) {
		Map<String, ConfigurationProperty> properties = new LinkedHashMap<>();
		for (String name : DataSourceProperty.ALL) {
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
				ConfigurationProperty property = source.getConfigurationProperty(ConfigurationPropertyName.of(name));
				if (property != null) {
					properties.putIfAbsent(name, property);
				}
			}
		}
		return new ExplicitDataSource(properties);
	}

	boolean sets(String name) {
		return this.properties.containsKey(name);
	}

	boolean isBlank(String name) {
		ConfigurationProperty property = this.properties.get(name);
		return property != null && !StringUtils.hasText(property.getValue().toString());
	}

	/**
	 * Whether the configuration refers to a variable by itself, as in
	 * <code>jdbc:postgresql://${DB_HOST}/app</code>.
	 * @param variable the name of the variable
	 * @return {@code true} if it does
	 */
	boolean refersTo(String variable) {
		return this.properties.values().stream().anyMatch((property) -> refers(property, variable));
	}

	boolean isCopyOf(String name, String variable) {
		ConfigurationProperty property = this.properties.get(name);
		return property != null && property.getValue().toString().startsWith("${" + variable)
				&& refers(property, variable);
	}

	private static boolean refers(ConfigurationProperty property, String variable) {
		String value = property.getValue().toString();
		return value.contains("${" + variable + "}") || value.contains("${" + variable + ":");
	}

	String describe(String name) {
		ConfigurationProperty property = this.properties.get(name);
		return name + " is set by " + describe(property);
	}

	private static String describe(@Nullable ConfigurationProperty property) {
		if (property == null) {
			return "nothing";
		}
		Object origin = property.getOrigin();
		Object source = (property.getSource() != null) ? property.getSource().getUnderlyingSource() : null;
		return String.valueOf((origin != null) ? origin : source);
	}

}
