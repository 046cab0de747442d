package io.bailiwick.migration.history;

import org.jspecify.annotations.Nullable;

/**
 * What comes of comparing a history with the files of its domain.
 *
 * @param difference why Flyway must be asked, or {@code null} if it is certain that its
 * {@code migrate} would validate, do nothing and succeed
 * @param known whether the other values are known; if not, the difference is a doubt and
 * they are empty
 * @param currentVersion the highest version that is in force, or {@code null} if none is
 * @param pending how many migrations wait to be applied
 * @param last the newest row that stands for something, or {@code null} if there is none
 * @param unknownVersion the highest version in the history that is higher than that of
 * any file, so that a newer application has been here, or {@code null} if there is none
 */
public record Comparison(@Nullable String difference, boolean known, @Nullable String currentVersion, int pending,
		@Nullable HistoryRow last, @Nullable String unknownVersion) {

	static Comparison unknown(String doubt) {
		return new Comparison(doubt, false, null, 0, null, null);
	}

	/**
	 * Whether it is certain that Flyway would find nothing to do and nothing to complain
	 * about.
	 * @return whether there is nothing to do
	 */
	public boolean nothingToDo() {
		return this.difference == null;
	}

}
