package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;

import io.bailiwick.database.Database;

import org.springframework.util.StringUtils;

/**
 * A database that is being worked on under its lock.
 *
 * @param database the database
 * @param connection the connection that holds the lock, with auto-commit; what is run on
 * it must not leave a transaction open
 * @param kind what kind of database it is; one that is not PostgreSQL has no lock
 */
record OpenDatabase(Database database, Connection connection, DatabaseKind kind) {

	/**
	 * Explain why it could not be worked on.
	 */
	static DomainMigrationException failed(Database database, SQLException cause) {
		if (SqlStates.READ_ONLY.equals(cause.getSQLState())) {
			return new DomainMigrationException(
					"%s can only be read: %s [SQLSTATE %s].%n%nNothing was migrated.".formatted(
							StringUtils.capitalize(database.location().describe()), cause.getMessage(),
							cause.getSQLState()),
					"Point %s at the primary server if this is a standby, or clear default_transaction_read_only."
						.formatted(database.location().whereToChange()),
					cause);
		}
		return new DomainMigrationException(
				"Preparing to migrate %s failed: %s [SQLSTATE %s].".formatted(database.location().describe(),
						cause.getMessage(), cause.getSQLState()),
				"Check the server's log and start again: what was applied is recorded and is not applied twice.",
				cause);
	}

}
