package io.bailiwick.autoconfigure;

import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.Databases;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Refuses settings that nobody heeds: those of a database whose data source the
 * application makes itself. A certificate or a timeout that is passed over in silence is
 * missed too late.
 */
final class UnusedSettings {

	private final Environment environment;

	private final @Nullable PoolPreparation preparation;

	UnusedSettings(Environment environment, @Nullable PoolPreparation preparation) {
		this.environment = environment;
		this.preparation = preparation;
	}

	void check(Databases databases) {
		for (Database database : databases) {
			if (this.preparation == null || !this.preparation.isPrepared(database.name())) {
				check(database);
			}
		}
	}

	private void check(Database database) {
		DatabaseProperties properties = new DatabaseProperties(database.name(), this.environment);
		// Those of migrations are looked after where migrations get their connections.
		List<String> unused = DatabaseSettingNames.MAIN.all()
			.stream()
			.filter((setting) -> !setting.startsWith("migration.") && !setting.endsWith(".*"))
			.filter((setting) -> properties.find(setting, String.class) != null)
			.map(properties::name)
			.toList();
		if (!unused.isEmpty()) {
			throw new DatabaseConfigurationException(
					"%s has settings that can not be applied, because its data source is a bean of the application or no pool of HikariCP: %s."
						.formatted(StringUtils.capitalize(database.location().describe()), String.join(", ", unused)),
					"Let Spring Boot make the data source from 'spring.datasource.*', with HikariCP on the class path; or configure your own pool accordingly and remove these settings.");
		}
	}

}
