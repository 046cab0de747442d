package io.bailiwick.migration.history;

import org.jspecify.annotations.Nullable;

/**
 * A migration as Flyway resolves it from a file.
 *
 * @param type {@link RowType#SQL} or {@link RowType#SQL_BASELINE}
 * @param version the version, or {@code null} if it is repeatable
 * @param description the whole description
 * @param checksum the checksum that Flyway would record
 * @param rawChecksum the checksum without replaced placeholders
 */
record KnownMigration(RowType type, @Nullable Version version, String description, int checksum, int rawChecksum) {

	private static final int MAXIMUM_DESCRIPTION = 200;

	/**
	 * The description as it fits into the history.
	 */
	String recordedDescription() {
		return (this.description.length() <= MAXIMUM_DESCRIPTION) ? this.description
				: this.description.substring(0, MAXIMUM_DESCRIPTION - 3) + "...";
	}

	/**
	 * Whether a repeatable migration that was applied with this checksum need not run
	 * again.
	 */
	boolean hasRun(@Nullable Integer applied) {
		return applied != null && (applied == this.checksum || applied == this.rawChecksum);
	}

	@Override
	public String toString() {
		return (this.version != null) ? "version " + this.version : "'" + this.description + "'";
	}

}
