package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.domain.Domain;

/**
 * Creates the schemas that domains own.
 */
final class Schemas {

	private final MigrationDatabase database;

	private final Connection connection;

	Schemas(MigrationDatabase database, Connection connection) {
		this.database = database;
		this.connection = connection;
	}

	/**
	 * Create what is missing. A schema that is there is left alone, so that a role
	 * without the right to create one can work in what an administrator prepared.
	 */
	void create(List<Domain> domains) throws SQLException {
		Set<String> existing = existing();
		for (Domain domain : domains) {
			if (!existing.contains(domain.schema())) {
				create(domain);
			}
		}
	}

	private Set<String> existing() throws SQLException {
		Set<String> existing = new HashSet<>();
		try (ResultSet schemas = this.connection.getMetaData().getSchemas()) {
			while (schemas.next()) {
				existing.add(schemas.getString("TABLE_SCHEM"));
			}
		}
		return existing;
	}

	private void create(Domain domain) throws SQLException {
		// The name has been checked to be a plain identifier; quoted, it may also be a
		// keyword.
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(domain.schema()));
		}
		catch (SQLException ex) {
			if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
				throw mayNotCreate(domain, ex);
			}
			throw ex;
		}
	}

	private DomainMigrationException mayNotCreate(Domain domain, SQLException cause) throws SQLException {
		String role = this.connection.getMetaData().getUserName();
		return new DomainMigrationException(
				"The role '%s' may not create the schema '%s' of the domain '%s' in %s.%n%n    %s [SQLSTATE %s]%n%nNothing was migrated."
					.formatted(role, domain.schema(), domain.name(), this.database.location().describe(),
							cause.getMessage(), cause.getSQLState()),
				"Have an administrator run: CREATE SCHEMA \"%s\" AUTHORIZATION \"%s\"; or GRANT CREATE ON DATABASE \"%s\" TO \"%s\";"
					.formatted(domain.schema(), role, this.connection.getCatalog(), role),
				cause);
	}

}
