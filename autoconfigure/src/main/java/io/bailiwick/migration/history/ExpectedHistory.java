package io.bailiwick.migration.history;

import org.jspecify.annotations.Nullable;

/**
 * What a history should say.
 *
 * @param table where the history is kept
 * @param files the files that should have been applied
 * @param rules what may differ all the same
 */
public record ExpectedHistory(TableName table, MigrationFiles files, ValidationRules rules) {

	/**
	 * Compare it with what the history does say.
	 * @param history the history
	 * @return how they differ, if they do
	 */
	public Comparison compareWith(History history) {
		return history.compareWith(this.files, this.rules);
	}

	/**
	 * Look for what the files have and the history has not.
	 * @param history the history
	 * @param target the version up to which files count, repeatable ones then not at all,
	 * or {@code null} if all of them count
	 * @return what is missing, if something is
	 */
	public Coverage coverageBy(History history, @Nullable String target) {
		return history.coverage(this.files, target);
	}

}
