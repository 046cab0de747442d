package io.bailiwick.migration.history;

/**
 * What Flyway is told to overlook or to allow (<a href=
 * "https://documentation.red-gate.com/fd/ignore-migration-patterns-224919668.html">
 * {@code ignoreMigrationPatterns}</a> and {@code outOfOrder}).
 *
 * @param outOfOrder whether a version may be applied after a higher one
 * @param ignoreMissing whether a row may have lost its file
 * @param ignoreFuture whether a row may have a version higher than that of any file
 */
public record ValidationRules(boolean outOfOrder, boolean ignoreMissing, boolean ignoreFuture) {

	/**
	 * The rules that hold unless others are asked for.
	 * @param outOfOrder whether a version may be applied after a higher one
	 * @return the rules
	 */
	public static ValidationRules defaults(boolean outOfOrder) {
		return new ValidationRules(outOfOrder, false, true);
	}

	/**
	 * The rules for a history from which files may have gone, but to which none may have
	 * been added ({@code *:missing} alone).
	 * @return the rules
	 */
	public static ValidationRules missingFilesAllowed() {
		return new ValidationRules(false, true, false);
	}

}
