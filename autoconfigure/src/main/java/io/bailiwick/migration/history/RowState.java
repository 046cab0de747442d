package io.bailiwick.migration.history;

/**
 * The states that a row can be in, as Flyway tells them apart
 * ({@code org.flywaydb.core.api.MigrationState}).
 */
enum RowState {

	SUCCESS, OUT_OF_ORDER, BASELINE, DELETED,

	/**
	 * A run of a repeatable migration that a later one has replaced.
	 */
	SUPERSEDED,

	/**
	 * The latest run of a repeatable migration whose file has changed since.
	 */
	OUTDATED,

	/**
	 * Without a file, below the highest version that has one.
	 */
	MISSING, MISSING_FAILED,

	/**
	 * Without a file, above every version that has one.
	 */
	FUTURE, FUTURE_FAILED,

	FAILED

}
