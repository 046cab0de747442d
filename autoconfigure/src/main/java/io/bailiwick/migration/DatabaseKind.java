package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import io.bailiwick.database.Database;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * What kind of server answers at a database's address, and what works there.
 */
enum DatabaseKind {

	/**
	 * Everything works.
	 */
	POSTGRESQL,

	/**
	 * Plain SQL works; there is no lock between processes and no search path.
	 */
	H2;

	private static final Log logger = LogFactory.getLog(DatabaseKind.class);

	private static final String FLYWAY_MODULE = "org.flywaydb.database.postgresql.PostgreSQLDatabaseType";

	static DatabaseKind of(Database database, Connection connection, ClassLoader classLoader) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		String product = metaData.getDatabaseProductName();
		if (isPostgreSql(connection)) {
			requireFlywayModule(database, classLoader);
			return POSTGRESQL;
		}
		if (product.equals("H2")) {
			logger.warn(LogMessage
				.format("%s is H2, not PostgreSQL. Migrations of plain SQL run, but off are: the lock between processes "
						+ "that start together, rolling back the DDL of a migration that fails, the search path over the domains' schemas, and everything that "
						+ "asks the PostgreSQL catalog. Do not run production on it.",
						StringUtils.capitalize(database.location().describe())));
			return H2;
		}
		throw new DomainMigrationException(
				"%s is %s, and domains live in PostgreSQL.%n%nNothing was changed."
					.formatted(StringUtils.capitalize(database.location().describe()), product),
				"Point %s at a PostgreSQL server (jdbc:postgresql://…)."
					.formatted(database.location().whereToChange()));
	}

	/**
	 * Whether the catalog and the histories can be read as those of PostgreSQL.
	 */
	static boolean isPostgreSql(Connection connection) throws SQLException {
		return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
	}

	private static void requireFlywayModule(Database database, ClassLoader classLoader) {
		if (!ClassUtils.isPresent(FLYWAY_MODULE, classLoader)) {
			throw new DomainMigrationException(
					"Flyway can not migrate %s: its module for PostgreSQL is not on the class path.%n%nNothing was changed."
						.formatted(database.location().describe()),
					"Add the dependency org.flywaydb:flyway-database-postgresql, or use io.bailiwick:bailiwick-spring-boot-starter, which has it.");
		}
	}

	/**
	 * Whether a failed migration leaves nothing behind: H2 commits with every definition.
	 */
	static boolean rollsBackDefinitions(Database database) {
		return !String.valueOf(database.location().url()).startsWith("jdbc:h2:");
	}

}
