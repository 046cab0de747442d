package io.bailiwick.database.role;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The statements of which a plan for roles is made, each of which does nothing when it is
 * executed again.
 */
final class RoleSql {

	private RoleSql() {
	}

	static String quote(String identifier) {
		return '"' + identifier.replace("\"", "\"\"") + '"';
	}

	static String literal(String text) {
		return '\'' + text.replace("'", "''") + '\'';
	}

	/**
	 * There is no CREATE ROLE IF NOT EXISTS. Another database of the server may create
	 * the same role at the same time.
	 */
	static String createRole(String role) {
		return """
				DO $do$ BEGIN
					IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = %s) THEN
						CREATE ROLE %s NOLOGIN;
					END IF;
				EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
				END $do$""".formatted(literal(role), quote(role));
	}

	/**
	 * Make the roles that log in members, and the one that executes this, which needs SET
	 * ROLE further on. Since PostgreSQL 16 whoever creates a role may grant it but is no
	 * member that can SET ROLE.
	 */
	static String join(String role, Collection<String> logins, boolean inherit) {
		return """
				DO $do$ DECLARE
					since_16 CONSTANT boolean := current_setting('server_version_num')::int >= 160000;
					member name;
				BEGIN
					FOREACH member IN ARRAY ARRAY[%s, session_user]::name[] LOOP
						IF NOT pg_has_role(member, %s, CASE WHEN since_16 THEN 'SET' ELSE 'MEMBER' END) THEN
							EXECUTE format('GRANT %%I TO %%I', %s, member)
								|| CASE WHEN since_16 THEN ' WITH INHERIT %s, SET TRUE' ELSE '' END;
						END IF;
					END LOOP;
				END $do$""".formatted(logins.stream().map(RoleSql::literal).collect(Collectors.joining(", ")),
				literal(role), literal(role), (inherit) ? "TRUE" : "FALSE");
	}

	/**
	 * Make a role the owner of a schema and of everything in it that no extension
	 * brought. Sequences of columns follow their table. The schema goes last: whoever
	 * gives it away may not be able to look into it any more.
	 */
	static String ownSchema(String role, String schema) {
		return """
				DO $do$ DECLARE
					owner CONSTANT oid := %1$s::regrole;
					schema CONSTANT oid := (SELECT oid FROM pg_namespace WHERE nspname = %2$s);
					statement text;
				BEGIN
					IF schema IS NULL THEN
						CREATE SCHEMA %3$s AUTHORIZATION %4$s;
						RETURN;
					END IF;
					IF (SELECT nspowner FROM pg_namespace WHERE oid = schema) <> owner THEN
						GRANT ALL ON SCHEMA %3$s TO %4$s;
					END IF;
					FOR statement IN
						SELECT format('ALTER %%s %%s OWNER TO %%s', kind, (pg_identify_object(class, id, 0)).identity, owner::regrole)
						FROM (
							SELECT 'TABLE', 'pg_class'::regclass, oid FROM pg_class
							WHERE relnamespace = schema AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relowner <> owner
							AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid
								AND pg_class.relkind = 'S' AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i'))
							UNION ALL
							SELECT 'ROUTINE', 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = schema AND proowner <> owner
							UNION ALL
							SELECT 'TYPE', 'pg_type'::regclass, oid FROM pg_type
							WHERE typnamespace = schema AND typowner <> owner AND (typtype IN ('e', 'd', 'r') OR typtype = 'c'
								AND (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c')
						) AS object (kind, class, id)
						WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = class AND objid = id AND deptype = 'e')
					LOOP
						EXECUTE statement;
					END LOOP;
					IF (SELECT nspowner FROM pg_namespace WHERE oid = schema) <> owner THEN
						ALTER SCHEMA %3$s OWNER TO %4$s;
					END IF;
				END $do$"""
			.formatted(literal(quote(role)), literal(schema), quote(schema), quote(role));
	}

	static String revokeWrites(String schema, String table, String role) {
		String name = quote(schema) + "." + quote(table);
		return """
				DO $do$ BEGIN
					IF to_regclass(%s) IS NOT NULL THEN
						REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %s FROM %s;
					END IF;
				END $do$""".formatted(literal(name), name, quote(role));
	}

}
