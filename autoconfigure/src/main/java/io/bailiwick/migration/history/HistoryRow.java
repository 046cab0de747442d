package io.bailiwick.migration.history;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A row of a history table, as it is stored.
 *
 * @param rank the position of the row in the history
 * @param version the version, or {@code null} for what has none: a repeatable migration
 * or the creation of a schema
 * @param description the description, shortened to 200 characters by Flyway
 * @param type the type, for instance {@code SQL} or {@code BASELINE}
 * @param checksum Flyway's checksum of the file, or {@code null} if there is none
 * @param success whether the migration came to its end
 * @param details what else the row says, or {@code null} if that has not been read
 */
public record HistoryRow(int rank, @Nullable String version, String description, String type,
		@Nullable Integer checksum, boolean success, @Nullable Details details) {

	/**
	 * What no verdict depends on.
	 *
	 * @param script the path of the file below the domain's folder
	 * @param installedOn when the row was written
	 * @param installedBy the role that wrote the row
	 * @param executionTime how long the migration took, in milliseconds
	 */
	public record Details(String script, Instant installedOn, String installedBy, int executionTime) {

	}

}
