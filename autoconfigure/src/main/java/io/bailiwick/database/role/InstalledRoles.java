package io.bailiwick.database.role;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * Tells whether a plan for roles has been executed: the roles own the schemas, those who
 * log in may take them, and what a domain depends on is open to it. What a role may do
 * beyond that is for {@link RoleCheck} to tell.
 */
public final class InstalledRoles {

	private static final String QUERY = """
			WITH role AS (
				SELECT to_regrole(quote_ident(?))::oid AS owner, to_regrole(quote_ident(?))::oid AS application,
					CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END AS membership
			), dependency AS (
				SELECT oid FROM pg_namespace WHERE nspname = ANY (?)
			)
			SELECT owner IS NOT NULL AND application IS NOT NULL
				AND EXISTS (SELECT FROM pg_namespace WHERE nspname = ? AND nspowner = owner)
				AND NOT EXISTS (
					SELECT FROM pg_roles login CROSS JOIN unnest(ARRAY[owner, application]) AS taken
					WHERE (login.rolname = ANY (?) OR login.rolname = session_user)
					AND NOT pg_has_role(login.oid, taken, membership))
				AND NOT EXISTS (
					SELECT FROM dependency
					WHERE NOT has_schema_privilege(owner, oid, 'USAGE') OR NOT has_schema_privilege(application, oid, 'USAGE'))
				AND NOT EXISTS (
					SELECT FROM dependency JOIN pg_class c ON c.relnamespace = dependency.oid
					WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (NOT has_table_privilege(application, c.oid, 'SELECT')
					OR NOT has_table_privilege(owner, c.oid, 'SELECT') OR NOT has_table_privilege(owner, c.oid, 'REFERENCES')))
			FROM role""";

	private final Connection connection;

	private final RoleNames names;

	private final Collection<String> logins;

	/**
	 * Look at the roles of a database.
	 * @param connection a connection to the database; it is only read and stays open
	 * @param names the names of the roles
	 * @param logins the roles that log in and are to take them, beside that of the
	 * connection
	 */
	public InstalledRoles(Connection connection, RoleNames names, Collection<String> logins) {
		Assert.notNull(connection, "'connection' must not be null");
		this.connection = connection;
		this.names = names;
		this.logins = List.copyOf(logins);
	}

	/**
	 * Check the roles of each domain, with one query for each.
	 * @param domains the domains that live in the database
	 * @return whether nothing is missing
	 * @throws SQLException if the catalog can not be read
	 */
	public boolean complete(Collection<Domain> domains) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(QUERY)) {
			for (Domain domain : domains) {
				List<String> dependencies = domains.stream()
					.filter((other) -> domain.dependsOn().contains(other.name()))
					.map(Domain::schema)
					.toList();
				statement.setString(1, this.names.ownerOf(domain));
				statement.setString(2, this.names.applicationOf(domain));
				statement.setArray(3, this.connection.createArrayOf("text", dependencies.toArray()));
				statement.setString(4, domain.schema());
				statement.setArray(5, this.connection.createArrayOf("text", this.logins.toArray()));
				try (ResultSet row = statement.executeQuery()) {
					if (!row.next() || !row.getBoolean(1)) {
						return false;
					}
				}
			}
		}
		return true;
	}

}
