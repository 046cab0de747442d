package io.bailiwick.sample.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What migrations have made of a database, one line each, in an order that two databases
 * have in common. A list and not a set: what is there twice is in it twice.
 */
final class DatabaseContents {

	private static final String HISTORIES = """
			SELECT format('SELECT ''history %1$s '' || concat_ws(''|'', installed_rank, version, description, script,
			               checksum, success) FROM %1$I.%2$I', table_schema, table_name)
			FROM information_schema.tables WHERE table_name = 'flyway_schema_history' ORDER BY table_schema""";

	private static final String OBJECTS = """
			WITH ours AS (SELECT oid, nspname FROM pg_namespace
			              WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
			SELECT concat_ws('|', 'schema', nspname) FROM ours
			UNION ALL
			SELECT concat_ws('|', 'column', c.oid::regclass, c.relkind, a.attnum, a.attname,
			                 format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
			FROM pg_class c JOIN ours ON ours.oid = c.relnamespace
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
			UNION ALL
			SELECT concat_ws('|', 'index', pg_get_indexdef(i.indexrelid), i.indisvalid)
			FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN ours ON ours.oid = c.relnamespace
			UNION ALL
			SELECT concat_ws('|', 'constraint', o.conrelid::regclass, o.conname, pg_get_constraintdef(o.oid),
			                 o.convalidated)
			FROM pg_constraint o JOIN ours ON ours.oid = o.connamespace
			UNION ALL
			SELECT concat_ws('|', 'trigger', pg_get_triggerdef(t.oid))
			FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN ours ON ours.oid = c.relnamespace
			WHERE NOT t.tgisinternal
			UNION ALL
			SELECT concat_ws('|', 'function', pg_get_functiondef(p.oid))
			FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace
			UNION ALL
			SELECT concat_ws('|', 'comment', pg_describe_object(classoid, objoid, objsubid), description)
			FROM pg_description WHERE objoid >= 16384
			ORDER BY 1""";

	private DatabaseContents() {
	}

	static List<String> read(Connection connection) throws SQLException {
		List<String> contents = query(connection, OBJECTS);
		for (String history : query(connection, HISTORIES)) {
			contents.addAll(query(connection, history + " ORDER BY installed_rank"));
		}
		return contents;
	}

	/**
	 * The histories alone.
	 */
	static List<String> history(List<String> contents) {
		return contents.stream().filter((line) -> line.startsWith("history ")).toList();
	}

	/**
	 * Connect to the embedded server of a running application, as the server's directory
	 * says.
	 */
	static Connection connect(Path dataDirectory) throws Exception {
		String password = Files.readAllLines(dataDirectory.resolve("pgpass")).get(0).replaceFirst("^.*:", "");
		String port = Files.readAllLines(dataDirectory.resolve("data/postmaster.pid")).get(3).strip();
		return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
	}

	private static List<String> query(Connection connection, String sql) throws SQLException {
		List<String> lines = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				lines.add(rows.getString(1));
			}
		}
		return lines;
	}

}
