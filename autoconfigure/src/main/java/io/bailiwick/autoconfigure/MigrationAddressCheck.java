package io.bailiwick.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.database.Databases;
import io.bailiwick.database.SameDatabase;
import io.bailiwick.migration.MigrationMode;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Refuses migrations that would go where the application does not look, and roles that
 * could not be taken.
 */
final class MigrationAddressCheck {

	private final Environment environment;

	private final @Nullable MigrationPools migrations;

	private final @Nullable PoolPreparation preparation;

	private final ConfiguredModes modes;

	MigrationAddressCheck(Environment environment, @Nullable MigrationPools migrations,
			@Nullable PoolPreparation preparation, ConfiguredModes modes) {
		this.environment = environment;
		this.migrations = migrations;
		this.preparation = preparation;
		this.modes = modes;
	}

	void check(Databases databases) {
		for (Database database : databases) {
			if (this.preparation != null && this.preparation.profile(database.name()).pooled()
					&& RolesProperties.enabled(this.environment)) {
				throw new DatabaseConfigurationException(
						"%s is reached through a connection pooler (%s), and the domains are to have roles: these are taken in the start-up packet, which a pooler does not pass on.%n%nNothing was changed."
							.formatted(StringUtils.capitalize(database.location().describe()),
									this.preparation.profile(database.name()).pooling().evidence()),
						"Reach the database without the pooler, or set 'bailiwick.roles.enabled=false'.");
			}
			// Who does not migrate need not reach what migrations use.
			if (this.migrations != null && this.modes.uses(database.name(), MigrationMode.MIGRATE)) {
				Database source = this.migrations.forMigrations(database);
				if (this.migrations.isOwn(database)) {
					check(database, source);
				}
			}
		}
	}

	private void check(Database database, Database source) {
		try (Connection application = database.connect(); Connection migration = source.connect()) {
			if (!SameDatabase.test(application, migration)) {
				throw new DatabaseConfigurationException(
						"The migrations of %s would run in %s, which is another database: the application would find nothing there.%n%nNothing was migrated."
							.formatted(database.location().describe(), source.location().describe()),
						"Let '%s' lead to the same database.".formatted(
								new DatabaseProperties(database.name(), this.environment).name("migration.url")));
			}
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.explain(database.location(), ex);
		}
	}

}
