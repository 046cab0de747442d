package io.bailiwick.migration.reset;

import java.util.List;

/**
 * What a reset would drop.
 *
 * @param schemas the schemas, those of dependent domains first
 */
public record ResetPlan(List<Schema> schemas) {

	/**
	 * Create a plan.
	 */
	public ResetPlan {
		schemas = List.copyOf(schemas);
	}

	/**
	 * A schema that would be dropped with all that is in it.
	 *
	 * @param domain the name of the domain that owns it
	 * @param database the name of the database in which it lies
	 * @param schema the name of the schema
	 * @param tables how many tables it has, the history among them; 0 if it is not there
	 * @param rows about how many rows they have, as the planner estimates
	 */
	public record Schema(String domain, String database, String schema, int tables, long rows) {

	}

}
