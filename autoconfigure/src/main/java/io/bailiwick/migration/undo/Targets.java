package io.bailiwick.migration.undo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds in the catalog the tables and columns that a statement means, and those that go
 * with them.
 */
final class Targets {

	private static final Map<String, String> LOOKUPS = Map.ofEntries(
			Map.entry("TABLE", "'pg_class'::regclass, to_regclass(?)::oid"),
			Map.entry("FOREIGN TABLE", "'pg_class'::regclass, to_regclass(?)::oid"),
			Map.entry("VIEW", "'pg_class'::regclass, to_regclass(?)::oid"),
			Map.entry("MATERIALIZED VIEW", "'pg_class'::regclass, to_regclass(?)::oid"),
			Map.entry("SEQUENCE", "'pg_class'::regclass, to_regclass(?)::oid"),
			Map.entry("TYPE", "'pg_type'::regclass, to_regtype(?)::oid"),
			Map.entry("DOMAIN", "'pg_type'::regclass, to_regtype(?)::oid"),
			Map.entry("SCHEMA", "'pg_namespace'::regclass, to_regnamespace(?)::oid"),
			Map.entry("EXTENSION",
					"'pg_extension'::regclass, (SELECT oid FROM pg_extension WHERE extname = (parse_ident(?))[1])"),
			Map.entry("FUNCTION", "'pg_proc'::regclass, to_regprocedure(?)::oid"));

	/**
	 * What goes with an object (PostgreSQL documentation, "pg_depend"): what belongs to
	 * it, always; what only uses it, by CASCADE. A column that is computed goes with what
	 * it is computed from, where the catalog has its expression as what depends.
	 */
	private static final String GONE = """
			WITH RECURSIVE gone (classid, objid, objsubid) AS (
			    SELECT t.classid::oid, t.objid, coalesce((SELECT a.attnum FROM pg_attribute a
			            WHERE a.attrelid = t.objid AND a.attname = (parse_ident(?))[1] AND NOT a.attisdropped), 0)::integer
			    FROM (SELECT %s) t (classid, objid) WHERE t.objid IS NOT NULL
			  UNION
			    SELECT d.classid, d.objid, d.objsubid FROM gone g, LATERAL (
			        SELECT d.classid, d.objid, d.objsubid FROM pg_depend d
			        WHERE d.refclassid = g.classid AND d.refobjid = g.objid AND (g.objsubid = 0 OR d.refobjsubid = g.objsubid)
			          AND (d.deptype <> 'n' OR ?)
			      UNION ALL
			        SELECT d.refclassid, d.refobjid, d.refobjsubid FROM pg_depend d
			        WHERE d.classid = g.classid AND d.objid = g.objid AND d.deptype IN ('a', 'i')
			          AND g.classid = 'pg_attrdef'::regclass
			          AND EXISTS (SELECT FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
			                      WHERE f.oid = g.objid AND a.attgenerated <> '' AND d.refobjid = f.adrelid AND d.refobjsubid = f.adnum)
			    ) d
			)
			SELECT DISTINCT c.oid, format('%%I.%%I', n.nspname, c.relname), a.attname
			FROM gone g JOIN pg_class c ON c.oid = g.objid JOIN pg_namespace n ON n.oid = c.relnamespace
			     LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = g.objsubid AND g.objsubid > 0
			WHERE g.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p')
			ORDER BY 2, 3 NULLS FIRST""";

	/**
	 * Tables that refer to an emptied one are emptied as well.
	 */
	private static final String REFERRING = """
			WITH RECURSIVE emptied (oid) AS (
			    SELECT to_regclass(?)::oid
			  UNION
			    SELECT c.conrelid FROM emptied e JOIN pg_constraint c ON c.confrelid = e.oid AND c.contype = 'f' WHERE ?
			)
			SELECT c.oid, format('%I.%I', n.nspname, c.relname), NULL
			FROM emptied e JOIN pg_class c ON c.oid = e.oid JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p') ORDER BY 2""";

	private final Connection connection;

	Targets(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Find what a threat hits. What is not there now is not found.
	 */
	List<Target> find(Threat threat) throws SQLException {
		return switch (threat.kind()) {
			case UNKNOWN -> List.of();
			case TABLE, COLUMN -> gone(threat);
			case CONVERTED -> gone(new Threat(threat.kind(), threat.type(), threat.name(), threat.column(), false));
			case EMPTIED, DELETED, OVERWRITTEN -> query(REFERRING, threat.name(), threat.cascade());
		};
	}

	private List<Target> gone(Threat threat) throws SQLException {
		String type = threat.type().toUpperCase(Locale.ROOT);
		String lookup = LOOKUPS.get(type.matches("PROCEDURE|ROUTINE|AGGREGATE") ? "FUNCTION" : type);
		if (lookup == null) {
			return List.of();
		}
		if (lookup.contains("to_regprocedure") && !threat.name().contains("(")) {
			lookup = lookup.replace("to_regprocedure", "to_regproc");
		}
		List<Target> targets = query(GONE.formatted(lookup), threat.column(), threat.name(), threat.cascade());
		boolean whole = threat.column() == null;
		// A column that is not there now is no reason to report its table.
		return targets.stream().filter((target) -> whole || target.column() != null).toList();
	}

	private List<Target> query(String sql, @Nullable Object... parameters) throws SQLException {
		List<Target> targets = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				if (parameters[i] != null) {
					statement.setObject(i + 1, parameters[i]);
				}
				else {
					statement.setString(i + 1, null);
				}
			}
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					targets.add(new Target(result.getLong(1), result.getString(2), result.getString(3)));
				}
			}
		}
		return targets.stream().filter((target) -> !coveredByTable(target, targets)).toList();
	}

	private static boolean coveredByTable(Target target, List<Target> targets) {
		return target.column() != null
				&& targets.stream().anyMatch((other) -> other.column() == null && other.oid() == target.oid());
	}

	/**
	 * A table or a column of one.
	 *
	 * @param oid the table
	 * @param table its name with its schema, as SQL takes it
	 * @param column the column, as it is spelt in the catalog, or {@code null} for the
	 * whole table
	 */
	record Target(long oid, String table, @Nullable String column) {

		String quotedColumn() {
			return "\"" + String.valueOf(this.column).replace("\"", "\"\"") + "\"";
		}

		String label() {
			return (this.column != null) ? this.table + "." + this.column : this.table;
		}

	}

}
