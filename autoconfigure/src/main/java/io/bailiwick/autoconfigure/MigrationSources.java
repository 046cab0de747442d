package io.bailiwick.autoconfigure;

import javax.sql.DataSource;

import io.bailiwick.database.Database;
import io.bailiwick.database.role.RoleNames;
import io.bailiwick.database.timeout.MigrationDataSource;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/**
 * Where migrations get their connections, which have other timeouts than those of the
 * application and, where domains have roles, belong to the owner of the schema.
 */
final class MigrationSources {

	private final Environment environment;

	private final ObjectProvider<MigrationPools> pools;

	private final @Nullable RoleNames roles;

	/**
	 * Create sources.
	 * @param pools pools of HikariCP; an application may have another
	 */
	MigrationSources(Environment environment, ObjectProvider<MigrationPools> pools, @Nullable RoleNames roles) {
		this.environment = environment;
		this.pools = pools;
		this.roles = roles;
	}

	/**
	 * The database for what belongs to no single domain.
	 */
	Database of(Database database) {
		Database source = source(database);
		return new Database(source.location(), new MigrationDataSource(source.dataSource(), timeouts(database)));
	}

	/**
	 * The connections for the migrations of one domain.
	 */
	DataSource of(Domain domain, Database database) {
		String owner = (this.roles != null) ? this.roles.ownerOf(domain) : null;
		return MigrationDataSource.forScripts(source(database).dataSource(), timeouts(database), owner);
	}

	private Database source(Database database) {
		MigrationPools available = this.pools.getIfAvailable();
		return (available != null) ? available.forMigrations(database) : database;
	}

	private Timeouts timeouts(Database database) {
		return new DatabaseProperties(database.name(), this.environment).timeouts("migration.timeouts")
			.orElse(Timeouts.MIGRATION);
	}

}
