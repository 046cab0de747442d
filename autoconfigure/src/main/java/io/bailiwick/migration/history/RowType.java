package io.bailiwick.migration.history;

import org.jspecify.annotations.Nullable;

/**
 * The types of rows that every Flyway reads
 * ({@code org.flywaydb.core.api.CoreMigrationType} and {@code BaselineMigrationType}).
 */
enum RowType {

	SCHEMA, BASELINE, DELETE, SQL, JDBC, SCRIPT, UNDO_SCRIPT, CUSTOM, SQL_BASELINE, JDBC_BASELINE;

	/**
	 * Read the type of a row.
	 * @return the type, or {@code null} if Flyway might not know it
	 */
	static @Nullable RowType of(String text) {
		for (RowType type : values()) {
			if (type.name().equals(text)) {
				return type;
			}
		}
		return null;
	}

	/**
	 * Whether such a row never had a file.
	 */
	boolean isSynthetic() {
		return this == SCHEMA || this == BASELINE || this == DELETE;
	}

	boolean isBaseline() {
		return this == BASELINE || this == SQL_BASELINE || this == JDBC_BASELINE;
	}

}
