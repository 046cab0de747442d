package io.bailiwick.migration.history;

import org.springframework.util.Assert;

/**
 * Where a history is kept.
 *
 * @param schema the schema of the table, as it is spelt in the catalog
 * @param table the table, as it is spelt in the catalog
 */
public record TableName(String schema, String table) {

	/**
	 * Name a table.
	 */
	public TableName {
		Assert.hasText(schema, "'schema' must not be empty");
		Assert.hasText(table, "'table' must not be empty");
	}

	/**
	 * Return the name as SQL takes it.
	 * @return the schema and the table, in quotes
	 */
	public String quoted() {
		return quoted(this.schema) + "." + quoted(this.table);
	}

	private static String quoted(String identifier) {
		return "\"" + identifier.replace("\"", "\"\"") + "\"";
	}

	@Override
	public String toString() {
		return quoted();
	}

}
