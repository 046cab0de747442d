package io.bailiwick.migration.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bailiwick.migration.catalog.CatalogScope.Detail;

/**
 * The one statement that reads a schema. Its parts are separate because each kind of
 * object has its own; its result is of one moment because it is one statement.
 */
final class CatalogQuery {

	private static final List<String> OBJECTS = List.of(RelationSql.SCHEMA, RelationSql.RELATIONS, RelationSql.COLUMNS,
			RelationSql.CONSTRAINTS, RelationSql.INDEXES, RelationSql.STATISTICS, RelationSql.SEQUENCES,
			RelationSql.TRIGGERS, RelationSql.RULES, RelationSql.POLICIES, RoutineSql.FUNCTIONS, RoutineSql.AGGREGATES,
			RoutineSql.OPERATORS, RoutineSql.OPERATOR_CLASSES, TypeSql.TYPES, TypeSql.COLLATIONS,
			TypeSql.TEXT_SEARCH_CONFIGURATIONS, TypeSql.TEXT_SEARCH_DICTIONARIES);

	private static final Map<Detail, List<String>> DETAILS = Map.of(Detail.COMMENTS, List.of(DetailSql.COMMENTS),
			Detail.PRIVILEGES, List.of(DetailSql.PRIVILEGES, DetailSql.DEFAULT_PRIVILEGES), Detail.OWNERS,
			List.of(DetailSql.OWNERS), Detail.EXTENSIONS, List.of(DetailSql.EXTENSIONS), Detail.COLUMN_ORDER,
			List.of(RelationSql.COLUMN_ORDER));

	private final Connection connection;

	private final CatalogScope scope;

	CatalogQuery(Connection connection, CatalogScope scope) {
		this.connection = connection;
		this.scope = scope;
	}

	List<CatalogEntry> read(String schema, String name) throws SQLException {
		List<CatalogEntry> entries = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(sql())) {
			statement.setArray(1, this.connection.createArrayOf("text", this.scope.withoutTables().toArray()));
			statement.setString(2, schema);
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					entries.add(new CatalogEntry(name, result.getString(1), result.getString(2), result.getString(3),
							result.getString(4).replace("\r\n", "\n").strip()));
				}
			}
		}
		return entries;
	}

	private String sql() {
		List<String> parts = new ArrayList<>(OBJECTS);
		for (Detail detail : Detail.values()) {
			if (this.scope.details().contains(detail)) {
				parts.addAll(DETAILS.getOrDefault(detail, List.of()));
			}
		}
		return DetailSql.PROLOGUE + String.join("\nUNION ALL\n", parts);
	}

}
