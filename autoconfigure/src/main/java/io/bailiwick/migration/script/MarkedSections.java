package io.bailiwick.migration.script;

import org.jspecify.annotations.Nullable;

/**
 * Where the two directions stand in a file that holds both.
 *
 * @param style what the marks are those of
 * @param up the way forward
 * @param upInTransaction whether it runs in a transaction, or {@code null} if the file
 * does not say
 * @param down the way back, or {@code null} if there is none
 * @param downInTransaction whether that runs in a transaction, or {@code null} if the
 * file does not say
 */
record MarkedSections(MigrationStyle style, Section up, @Nullable Boolean upInTransaction, @Nullable Section down,
		@Nullable Boolean downInTransaction) {

}
