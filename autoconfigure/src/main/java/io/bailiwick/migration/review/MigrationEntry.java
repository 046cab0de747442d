package io.bailiwick.migration.review;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A migration of a domain: one that has been applied, one that waits, or both at once
 * where it was undone.
 *
 * @param version the version, or {@code null} if it is repeatable
 * @param description the description; empty if the file's name has none
 * @param script the path of its file below the folder of the migrations, which is what
 * the history records
 * @param state what is known of it
 * @param changed whether its file is not the one that was applied
 * @param checksum the checksum that was recorded, or that of the file if it is pending;
 * {@code null} if it has none
 * @param installedOn when it was applied, or {@code null} if it was not
 * @param installedBy the role that applied it, or {@code null} if it was not applied
 * @param executionTime how long it took, or {@code null} if it was not applied
 * @param undoObstacle why it can not be undone, as the end of a sentence, or {@code null}
 * if it has a way back
 * @param about what the head of its file says it does, or {@code null} if it says nothing
 */
public record MigrationEntry(@Nullable String version, String description, String script, State state, boolean changed,
		@Nullable Integer checksum, @Nullable Instant installedOn, @Nullable String installedBy,
		@Nullable Duration executionTime, @Nullable String undoObstacle, @Nullable String about) {

	/**
	 * What is known of a migration.
	 */
	public enum State {

		/**
		 * It is in force.
		 */
		APPLIED,

		/**
		 * It is in force, and was applied after a higher version.
		 */
		OUT_OF_ORDER,

		/**
		 * It stands for all versions up to its own, which were not applied from here.
		 */
		BASELINE,

		/**
		 * It waits to be applied.
		 */
		PENDING,

		/**
		 * It waits, above the version that was asked for.
		 */
		ABOVE_TARGET,

		/**
		 * It is a repeatable migration whose file has changed since.
		 */
		OUTDATED,

		/**
		 * It was replaced by a later run of the same repeatable migration.
		 */
		SUPERSEDED,

		/**
		 * It was applied, and undone later.
		 */
		UNDONE,

		/**
		 * It stopped half-way where no transaction could hold it.
		 */
		FAILED,

		/**
		 * It is in force, and its file is gone.
		 */
		MISSING,

		/**
		 * It is in force, has no file and a version above all files: a newer application
		 * has been here.
		 */
		FUTURE,

		/**
		 * It will not be applied: a higher version or a baseline has passed it over.
		 */
		PASSED_OVER

	}

}
