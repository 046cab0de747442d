package io.bailiwick.database.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a constraint that a statement, or COMMIT, would have violated. An
 * exception that implements this has it from the server, in no language.
 */
public interface ConstraintViolation {

	/**
	 * Return the name of the constraint.
	 * @return the name, or {@code null} for {@code NOT NULL}, which has none before
	 * PostgreSQL 18
	 */
	@Nullable String getConstraint();

	/**
	 * Return the schema of the table.
	 * @return the name of the schema, or {@code null} if the server did not say
	 */
	@Nullable String getSchema();

	/**
	 * Return the table. Of a foreign key it is the one that refers to another, be it
	 * written there or deleted in the other.
	 * @return the name of the table, or {@code null} if the server did not say
	 */
	@Nullable String getTable();

	/**
	 * Return the columns of the key, or the column that must not be null.
	 * @return the names, or expressions; empty for a check and if the role that is
	 * connected may not read the table
	 */
	List<String> getColumns();

}
