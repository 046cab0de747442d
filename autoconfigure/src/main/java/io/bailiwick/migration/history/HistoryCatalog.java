package io.bailiwick.migration.history;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Looks up in the catalog which history tables can be read and mean what they seem to.
 */
final class HistoryCatalog {

	static final String MAY_NOT_BE_READ = "may not be read";

	/**
	 * Name and type ({@code pg_type.oid}) of each column that Flyway makes, and whether
	 * it must have a value.
	 */
	private static final String COLUMNS = "checksum:23:f description:1043:t execution_time:23:t installed_by:1043:t "
			+ "installed_on:1114:t installed_rank:23:t script:1043:t success:16:t type:1043:t version:1043:f";

	/**
	 * Row security may hide rows from one role that another one sees.
	 */
	private static final String TABLES = """
			/*NO LOAD BALANCE*/ SELECT t.number, c.relkind = 'r' AND NOT c.relrowsecurity,
			       pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'),
			       (SELECT pg_catalog.string_agg(a.attname || ':' || a.atttypid || ':' || CASE WHEN a.attnotnull THEN 't' ELSE 'f' END,
			                                     ' ' ORDER BY a.attname COLLATE "C")
			        FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
			FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) WITH ORDINALITY AS t (schema, name, number)
			     JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema
			     JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name""";

	private final Connection connection;

	HistoryCatalog(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Find out which tables should not be read.
	 * @return for each table the reason, or {@code null} if it can be read
	 */
	List<@Nullable History> unreadable(List<TableName> tables) throws SQLException {
		@Nullable String[] doubts = new String[tables.size()];
		Arrays.fill(doubts, "is not there");
		try (PreparedStatement statement = this.connection.prepareStatement(TABLES)) {
			statement.setArray(1, array(tables, TableName::schema));
			statement.setArray(2, array(tables, TableName::table));
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					doubts[result.getInt(1) - 1] = doubt(result);
				}
			}
		}
		List<@Nullable History> unreadable = new ArrayList<>();
		for (int i = 0; i < doubts.length; i++) {
			unreadable
				.add((doubts[i] != null) ? History.unknown(tables.get(i), tables.get(i) + " " + doubts[i]) : null);
		}
		return unreadable;
	}

	private Array array(List<TableName> tables, Function<TableName, String> name) throws SQLException {
		return this.connection.createArrayOf("text", tables.stream().map(name).toArray());
	}

	private static @Nullable String doubt(ResultSet result) throws SQLException {
		if (!result.getBoolean(2)) {
			return "is no plain table";
		}
		if (!result.getBoolean(3)) {
			return MAY_NOT_BE_READ;
		}
		return COLUMNS.equals(result.getString(4)) ? null : "has other columns than Flyway makes";
	}

}
