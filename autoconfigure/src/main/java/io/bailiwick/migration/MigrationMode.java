package io.bailiwick.migration;

/**
 * What a start of the application does about the migrations of a domain. The verbs of
 * {@link DomainMigrations} do what they say, whatever the mode.
 */
public enum MigrationMode {

	/**
	 * Apply what is pending.
	 */
	MIGRATE,

	/**
	 * Refuse to start where something is pending or the files are not those that were
	 * applied.
	 */
	VALIDATE,

	/**
	 * Wait until somebody else has applied at least what the files say.
	 */
	WAIT,

	/**
	 * Do nothing, and ask nothing.
	 */
	NONE

}
