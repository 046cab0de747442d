package io.bailiwick.migration;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

/**
 * Creates the schemas that domains own.
 */
final class Schemas implements SchemaKeeper {

	/**
	 * Where a history exists there may be nothing to create, so that a role with fewer
	 * rights can start what another one has migrated.
	 */
	private static final String USABLE = """
			SELECT n.nspname, has_schema_privilege(n.oid, 'USAGE') AND (has_schema_privilege(n.oid, 'CREATE')
			       OR EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = ?))
			FROM pg_namespace n WHERE n.nspname = ANY (?)""";

	private final Database database;

	private final Connection connection;

	private final DatabaseKind kind;

	private final String historyTable;

	private final @Nullable String application;

	/**
	 * Create an instance.
	 * @param application the role that uses the schemas, or {@code null} if it is the one
	 * that creates them
	 */
	Schemas(Database database, Connection connection, DatabaseKind kind, String historyTable,
			@Nullable String application) {
		this.application = application;
		this.database = database;
		this.connection = connection;
		this.kind = kind;
		this.historyTable = historyTable;
	}

	/**
	 * Create what is missing. A schema that is there is left alone, so that a role
	 * without the right to create one can work in what an administrator prepared.
	 */
	@Override
	public void create(List<Domain> domains) throws SQLException {
		Map<String, Boolean> existing = (this.kind == DatabaseKind.POSTGRESQL) ? usable(domains) : existing();
		for (Domain domain : domains) {
			Boolean usable = existing.get(domain.schema());
			if (usable == null) {
				create(domain);
			}
			else if (!usable) {
				throw mayNotUse(domain);
			}
		}
	}

	private Map<String, Boolean> existing() throws SQLException {
		Map<String, Boolean> existing = new HashMap<>();
		try (ResultSet schemas = this.connection.getMetaData().getSchemas()) {
			while (schemas.next()) {
				existing.put(schemas.getString("TABLE_SCHEM"), true);
			}
		}
		return existing;
	}

	private Map<String, Boolean> usable(List<Domain> domains) throws SQLException {
		Map<String, Boolean> existing = new HashMap<>();
		try (PreparedStatement statement = this.connection.prepareStatement(USABLE)) {
			Array names = this.connection.createArrayOf("text", domains.stream().map(Domain::schema).toArray());
			statement.setString(1, this.historyTable);
			statement.setArray(2, names);
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					existing.put(result.getString(1), result.getBoolean(2));
				}
			}
		}
		return existing;
	}

	private void create(Domain domain) throws SQLException {
		// The name has been checked to be a plain identifier; quoted, it may also be a
		// keyword.
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(domain.schema()));
			if (this.application != null && this.kind == DatabaseKind.POSTGRESQL) {
				permit(statement, domain.schema(), this.application.replace("\"", "\"\""));
			}
		}
		catch (SQLException ex) {
			if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
				throw mayNotCreate(domain, ex);
			}
			throw ex;
		}
	}

	/**
	 * Let the application read and write what the migrations will create. What was there
	 * before has the rights that somebody gave it.
	 */
	private static void permit(Statement statement, String schema, String role) throws SQLException {
		statement.execute("GRANT USAGE ON SCHEMA \"%s\" TO \"%s\"".formatted(schema, role));
		String inSchema = "ALTER DEFAULT PRIVILEGES IN SCHEMA \"%s\" GRANT %s TO \"%s\"";
		statement.execute(inSchema.formatted(schema, "SELECT, INSERT, UPDATE, DELETE ON TABLES", role));
		statement.execute(inSchema.formatted(schema, "USAGE, SELECT ON SEQUENCES", role));
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

	/**
	 * Flyway would find out as well, but try ten times first.
	 */
	private DomainMigrationException mayNotUse(Domain domain) throws SQLException {
		String role = this.connection.getMetaData().getUserName();
		return new DomainMigrationException(
				"The schema '%s' of the domain '%s' in %s is there, but the role '%s' may not create tables in it.%n%nNothing was migrated."
					.formatted(domain.schema(), domain.name(), this.database.location().describe(), role),
				"Have an administrator run: ALTER SCHEMA \"%1$s\" OWNER TO \"%2$s\"; or GRANT USAGE, CREATE ON SCHEMA \"%1$s\" TO \"%2$s\";"
					.formatted(domain.schema(), role));
	}

}
