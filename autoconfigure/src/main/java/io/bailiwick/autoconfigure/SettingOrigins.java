package io.bailiwick.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.bailiwick.database.environment.EnvironmentDatabase;
import io.bailiwick.domain.Domain;

import org.springframework.core.env.Environment;

/**
 * Tells of every setting of a database that somebody has made who it was: which file,
 * line or variable. The values are not told.
 */
final class SettingOrigins {

	private static final Map<String, String> OF_MAIN = Map.of("url", "spring.datasource.url", "username",
			"spring.datasource.username", "password", "spring.datasource.password", "pool.maximum-pool-size",
			"spring.datasource.hikari.maximum-pool-size");

	private final Environment environment;

	SettingOrigins(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The origins by the names of the settings.
	 */
	Map<String, String> of(String database) {
		boolean main = database.equals(Domain.MAIN_DATABASE);
		Map<String, String> origins = new LinkedHashMap<>();
		if (main) {
			OF_MAIN.entrySet()
				.stream()
				.sorted(Map.Entry.<String, String>comparingByKey().reversed())
				.forEach((setting) -> put(origins, setting.getKey(), setting.getValue()));
		}
		else {
			EnvironmentDatabase variables = new ConfiguredDatabases(this.environment).variables(database);
			DatabaseProperties properties = new DatabaseProperties(database, this.environment);
			if (variables != null && properties.find("url", String.class) == null) {
				origins.putAll(variables.origins());
			}
			put(origins, "pool.maximum-pool-size", properties.name("pool.maximum-pool-size"));
		}
		for (String setting : (main ? DatabaseSettingNames.MAIN : DatabaseSettingNames.NAMED).all()) {
			if (!setting.endsWith(".*")) {
				put(origins, setting, new DatabaseProperties(database, this.environment).name(setting));
			}
		}
		return origins;
	}

	private void put(Map<String, String> origins, String setting, String property) {
		String origin = PropertyOrigin.find(this.environment, property);
		if (origin != null) {
			origins.put(setting, origin);
		}
	}

}
