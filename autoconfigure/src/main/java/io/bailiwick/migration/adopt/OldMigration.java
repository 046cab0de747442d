package io.bailiwick.migration.adopt;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What another tool remembers of a migration that it has applied.
 *
 * @param version the version, or {@code null} if it is repeatable
 * @param description the description, or {@code null} if the tool does not keep it
 * @param script the file, or {@code null} if the tool does not keep it
 * @param baseline whether it stood for all versions up to its own
 * @param checksum the checksum that Flyway kept
 * @param sha384 the checksum that sqlx kept, in hexadecimal digits
 * @param installedOn when it was applied, or {@code null} if the tool does not keep it
 * @param installedBy who applied it, or {@code null} if the tool does not keep it
 * @param executionTime how long it took, in milliseconds; 0 if the tool does not keep it
 */
record OldMigration(@Nullable String version, @Nullable String description, @Nullable String script, boolean baseline,
		@Nullable Integer checksum, @Nullable String sha384, @Nullable Instant installedOn,
		@Nullable String installedBy, int executionTime) {

	static OldMigration of(String version, @Nullable Instant installedOn) {
		return new OldMigration(version, null, null, false, null, null, installedOn, null, 0);
	}

	/**
	 * How a person finds it in the old history.
	 */
	String label() {
		if (this.script != null) {
			return this.script;
		}
		String named = (this.description != null && !this.description.isEmpty()) ? " (" + this.description + ")" : "";
		return "version " + this.version + named;
	}

}
