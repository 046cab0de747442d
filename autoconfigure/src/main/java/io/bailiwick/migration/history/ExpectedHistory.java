package io.bailiwick.migration.history;

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

}
