package io.bailiwick.migration.backup;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.domain.Domain;

/**
 * What the schemas of domains hold.
 */
final class SchemaContents {

	/**
	 * What belongs to an extension, no archive of a schema has.
	 */
	private static final String CONTENTS = """
			SELECT n.nspname,
			       (SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
			        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
			                        AND d.deptype = 'e')),
			       (SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid)
			       + (SELECT count(*) FROM pg_proc p WHERE p.pronamespace = n.oid)
			       + (SELECT count(*) FROM pg_type t WHERE t.typnamespace = n.oid)
			FROM pg_namespace n WHERE n.nspname = ANY (?)""";

	private final Map<String, Integer> tables = new HashMap<>();

	private final Map<String, Integer> objects = new HashMap<>();

	SchemaContents(Connection connection, List<Domain> domains) throws SQLException {
		Array names = connection.createArrayOf("text", domains.stream().map(Domain::schema).toArray());
		try (PreparedStatement statement = connection.prepareStatement(CONTENTS)) {
			statement.setArray(1, names);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					this.tables.put(row.getString(1), row.getInt(2));
					this.objects.put(row.getString(1), row.getInt(3));
				}
			}
		}
		finally {
			names.free();
		}
	}

	boolean exists(String schema) {
		return this.objects.containsKey(schema);
	}

	boolean isEmpty(String schema) {
		return this.objects.getOrDefault(schema, 0) == 0;
	}

	int tables(String schema) {
		return this.tables.getOrDefault(schema, 0);
	}

}
