package io.bailiwick.migration.adopt;

import io.bailiwick.migration.history.TableName;

/**
 * A table in which another tool keeps its history.
 *
 * @param tool the tool
 * @param name the table
 */
public record OldTable(MigrationTool tool, TableName name) {

	/**
	 * Say what it is and where.
	 * @return for instance {@code the history of dbmate in "public"."schema_migrations"}
	 */
	public String describe() {
		return "the history of %s in %s".formatted(this.tool.label(), this.name);
	}

}
