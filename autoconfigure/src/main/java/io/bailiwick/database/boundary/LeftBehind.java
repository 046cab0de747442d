package io.bailiwick.database.boundary;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * A schema in a database in which its domain does not live (any more). Its data is what
 * the application no longer sees.
 *
 * @param domain the domain that lives elsewhere now
 * @param tables how many tables its schema has here, partitions and the history table not
 * counted
 */
public record LeftBehind(Domain domain, int tables) {

	private static final String QUERY = """
			SELECT n.nspname, (
				SELECT count(*) FROM pg_class t
				WHERE t.relnamespace = n.oid AND t.relkind IN ('r', 'p') AND NOT t.relispartition AND t.oid <> h.oid)
			FROM pg_namespace n
			JOIN pg_class h ON h.relnamespace = n.oid AND h.relname = ? AND h.relkind = 'r'
			WHERE n.nspname = ANY (?)
			""";

	/**
	 * Find the domains of which a database still holds the schema with its history table,
	 * with one query for all of them.
	 * @param connection a connection to the database; it is only read and stays open
	 * @param domains the domains that live in other databases
	 * @param historyTable the name of the history table
	 * @return those that are here nevertheless, in the given order
	 * @throws SQLException if the catalog can not be read
	 */
	public static List<LeftBehind> find(Connection connection, Collection<Domain> domains, String historyTable)
			throws SQLException {
		Assert.notNull(connection, "'connection' must not be null");
		Assert.hasText(historyTable, "'historyTable' must not be empty");
		if (domains.isEmpty()) {
			return List.of();
		}
		Map<String, Integer> tables = new LinkedHashMap<>();
		Array schemas = connection.createArrayOf("text", domains.stream().map(Domain::schema).toArray());
		try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
			statement.setString(1, historyTable);
			statement.setArray(2, schemas);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					tables.put(rows.getString(1), rows.getInt(2));
				}
			}
		}
		finally {
			schemas.free();
		}
		List<LeftBehind> left = new ArrayList<>();
		for (Domain domain : domains) {
			Integer count = tables.get(domain.schema());
			if (count != null) {
				left.add(new LeftBehind(domain, count));
			}
		}
		return left;
	}

	/**
	 * Describe the finding in one line.
	 * @return the description
	 */
	public String describe() {
		return "domain '%s' lives in '%s' now, and its schema %s with %d table%s and its history is still here"
			.formatted(this.domain.name(), this.domain.database(), this.domain.schema(), this.tables,
					(this.tables != 1) ? "s" : "");
	}

}
