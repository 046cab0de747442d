package io.bailiwick.migration.undo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables and columns that there were at a moment, to find out which of them are gone.
 */
final class LostObjects {

	private static final String ALL = """
			SELECT c.oid, 0, format('%I.%I', n.nspname, c.relname), NULL
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
			UNION ALL
			SELECT c.oid, a.attnum, format('%I.%I', n.nspname, c.relname), a.attname
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
			WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
			      AND a.attnum > 0 AND NOT a.attisdropped""";

	private final Map<List<Long>, Targets.Target> before;

	private LostObjects(Map<List<Long>, Targets.Target> before) {
		this.before = before;
	}

	static LostObjects since(Connection connection) throws SQLException {
		return new LostObjects(read(connection));
	}

	private static Map<List<Long>, Targets.Target> read(Connection connection) throws SQLException {
		Map<List<Long>, Targets.Target> objects = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(ALL)) {
			while (result.next()) {
				objects.put(List.of(result.getLong(1), result.getLong(2)),
						new Targets.Target(result.getLong(1), result.getString(3), result.getString(4)));
			}
		}
		return objects;
	}

	/**
	 * What is gone, a table without its columns.
	 */
	Set<Targets.Target> gone(Connection connection) throws SQLException {
		Set<List<Long>> now = new HashSet<>(read(connection).keySet());
		Set<Targets.Target> gone = new LinkedHashSet<>();
		this.before.forEach((key, object) -> {
			boolean ofLostTable = object.column() != null && !now.contains(List.of(object.oid(), 0L));
			if (!now.contains(key) && !ofLostTable) {
				gone.add(object);
			}
		});
		return gone;
	}

}
