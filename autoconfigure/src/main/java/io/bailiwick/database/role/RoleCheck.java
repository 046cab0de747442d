package io.bailiwick.database.role;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * Lists what the application roles of domains may do beyond reading and writing their own
 * domain and reading those it depends on. Counted is what holds in effect, be it granted
 * to the role, to a role it belongs to or to everybody ("Access Privilege Inquiry
 * Functions" in the PostgreSQL documentation). A privilege on one column of another
 * domain counts like one on the table.
 */
public final class RoleCheck {

	private static final String QUERY = """
			WITH role AS (
				SELECT oid, rolname, quote_ident(rolname) AS name, rolsuper, rolcreaterole, rolbypassrls,
					rolcreatedb, rolreplication
				FROM pg_roles WHERE rolname = ?
			), relation AS (
				SELECT c.oid, n.nspname AS schema, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
				FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
			), held AS (
				SELECT relation.schema, relation.relname, relation.name, role.name AS role,
					array_agg(privilege ORDER BY position) FILTER (WHERE has_table_privilege(role.oid, relation.oid, privilege)
						OR CASE WHEN privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
							THEN has_any_column_privilege(role.oid, relation.oid, privilege) END) AS privileges
				FROM role CROSS JOIN relation
				CROSS JOIN unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[])
					WITH ORDINALITY AS p (privilege, position)
				WHERE has_schema_privilege(role.oid, relation.schema, 'USAGE')
				GROUP BY 1, 2, 3, 4
			), mine AS (
				SELECT ?::text AS schema, ?::text[] AS dependencies, ?::text AS history, ?::text AS owner
			)
			SELECT 1, '', 'does not exist', 'the script that creates the roles' FROM mine WHERE NOT EXISTS (SELECT FROM role)
			UNION ALL
			SELECT 2, '', 'is a superuser', format('ALTER ROLE %s NOSUPERUSER', name) FROM role WHERE rolsuper
			UNION ALL
			SELECT 3, '', 'may create roles', format('ALTER ROLE %s NOCREATEROLE', name) FROM role WHERE rolcreaterole
			UNION ALL
			SELECT 4, '', 'bypasses row security', format('ALTER ROLE %s NOBYPASSRLS', name) FROM role WHERE rolbypassrls
			UNION ALL
			SELECT 4, 'createdb', 'may create databases', format('ALTER ROLE %s NOCREATEDB', name) FROM role WHERE rolcreatedb AND NOT rolsuper
			UNION ALL
			SELECT 4, 'replication', 'may replicate the server', format('ALTER ROLE %s NOREPLICATION', name)
			FROM role WHERE rolreplication AND NOT rolsuper
			UNION ALL
			SELECT 4, 'schema', 'may create schemas', format('REVOKE CREATE ON DATABASE %I FROM %s, PUBLIC', current_database(), name)
			FROM role WHERE NOT rolsuper AND has_database_privilege(oid, current_database(), 'CREATE')
			UNION ALL
			SELECT 5, g.rolname, format('belongs to the role %I, which reaches beyond any domain', g.rolname), format('REVOKE %I FROM %s', g.rolname, role.name)
			FROM role CROSS JOIN pg_roles g
			WHERE NOT role.rolsuper AND pg_has_role(role.oid, g.oid, 'MEMBER')
			AND g.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_maintain', 'pg_read_server_files', 'pg_write_server_files',
				'pg_execute_server_program')
			UNION ALL
			SELECT 5, g.rolname, format('belongs to the role %I, which may change a schema', g.rolname), format('REVOKE %I FROM %s', g.rolname, role.name)
			FROM role CROSS JOIN pg_roles g
			WHERE NOT role.rolsuper AND g.oid <> role.oid AND pg_has_role(role.oid, g.oid, 'MEMBER')
			AND EXISTS (SELECT FROM pg_namespace WHERE nspowner = g.oid AND nspname = ANY (?))
			UNION ALL
			SELECT 6, n.nspname, format('may create objects in the schema %I', n.nspname),
				format('REVOKE CREATE ON SCHEMA %I FROM %s, PUBLIC', n.nspname, role.name)
			FROM role CROSS JOIN pg_namespace n
			WHERE NOT role.rolsuper AND (n.nspname = ANY (?) OR n.nspname = 'public') AND has_schema_privilege(role.oid, n.oid, 'CREATE')
			UNION ALL
			SELECT 7, o.identity, format('owns the %s %s', o.type, o.identity),
				format('ALTER %s %s OWNER TO %I', upper(o.type), o.identity, mine.owner)
			FROM mine CROSS JOIN role JOIN pg_shdepend d ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = role.oid AND d.deptype = 'o'
				AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
			CROSS JOIN pg_identify_object(d.classid, d.objid, d.objsubid) AS o
			UNION ALL
			SELECT 8, held.name, format('may %s %s, which belongs to another domain', array_to_string(privileges, ', '), held.name),
				format('REVOKE ALL ON %s FROM %s, PUBLIC', held.name, held.role)
			FROM held CROSS JOIN mine
			WHERE held.schema <> mine.schema AND held.schema <> ALL (mine.dependencies) AND privileges IS NOT NULL
			UNION ALL
			SELECT 9, held.name, format('may %s %s, of which it needs no more than to SELECT', array_to_string(array_remove(privileges, 'SELECT'), ', '), held.name),
				format('REVOKE %s ON %s FROM %s, PUBLIC', array_to_string(array_remove(privileges, 'SELECT'), ', '), held.name, held.role)
			FROM held CROSS JOIN mine
			WHERE (held.schema = ANY (mine.dependencies) OR held.schema = mine.schema AND held.relname = mine.history)
			AND array_remove(privileges, 'SELECT') <> '{}'
			UNION ALL
			SELECT 10, r.name, format('may not %s %s of its own domain', array_to_string(missing, ', '), r.name),
				format('GRANT %s ON %s TO %s', array_to_string(missing, ', '), r.name, role.name)
			FROM mine CROSS JOIN role JOIN relation r ON r.schema = mine.schema AND r.relname <> mine.history
			CROSS JOIN LATERAL (
				SELECT array_agg(privilege) FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS privilege
				WHERE NOT has_table_privilege(role.oid, r.oid, privilege) OR NOT has_schema_privilege(role.oid, r.schema, 'USAGE')
			) AS m (missing)
			WHERE missing IS NOT NULL
			ORDER BY 1, 2, 3
			""";

	private static final int MAY_CREATE = 6;

	private final Connection connection;

	private final RoleNames names;

	private final String historyTable;

	/**
	 * Create a check.
	 * @param connection a connection to the database; it is only read and stays open
	 * @param names the names of the roles
	 * @param historyTable the name of the history table in each schema
	 */
	public RoleCheck(Connection connection, RoleNames names, String historyTable) {
		Assert.notNull(connection, "'connection' must not be null");
		this.connection = connection;
		this.names = names;
		this.historyTable = historyTable;
	}

	/**
	 * Check the application role of each domain, with one query for each.
	 * @param domains the domains that live in the database
	 * @return what is wrong; empty if all is well
	 * @throws SQLException if the catalog can not be read
	 */
	public List<Violation> violations(Collection<Domain> domains) throws SQLException {
		List<Violation> violations = new ArrayList<>();
		Array schemas = array(domains.stream().map(Domain::schema).toList());
		try (PreparedStatement statement = this.connection.prepareStatement(QUERY)) {
			for (Domain domain : domains) {
				String role = this.names.applicationOf(domain);
				statement.setString(1, role);
				statement.setArray(2, schemas);
				statement.setString(3, domain.schema());
				statement.setArray(4,
						array(domains.stream()
							.filter((other) -> domain.dependsOn().contains(other.name()))
							.map(Domain::schema)
							.toList()));
				statement.setString(5, this.historyTable);
				statement.setString(6, this.names.ownerOf(domain));
				statement.setArray(7, schemas);
				statement.setArray(8, schemas);
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						violations.add(new Violation(domain.name(), role, rows.getString(3), rows.getString(4),
								isPublicSchema(rows.getInt(1), rows.getString(2))));
					}
				}
			}
		}
		return violations;
	}

	/**
	 * Before PostgreSQL 15 everybody may create objects in the schema {@code public}.
	 */
	private static boolean isPublicSchema(int kind, String object) {
		return kind == MAY_CREATE && object.equals("public");
	}

	private Array array(List<String> texts) throws SQLException {
		return this.connection.createArrayOf("text", texts.toArray());
	}

}
