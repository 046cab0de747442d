package io.bailiwick.migration.undo;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Data that may go when a statement is run.
 *
 * @param kind what would happen to it
 * @param object the table or column, with its schema; of {@link Kind#UNKNOWN} the
 * beginning of the statement
 * @param rows how many rows have data there, or {@code null} if that is not known
 * @param precision how far the number is to be trusted
 * @param line the line of the statement in its file
 */
public record DataLoss(Kind kind, String object, @Nullable Long rows, Precision precision, int line) {

	/**
	 * Return what may go, as a phrase.
	 * @return for instance {@code table "users"."accounts" with 12 rows}
	 */
	public String describe() {
		return switch (this.kind) {
			case TABLE -> "table %s with %s".formatted(this.object, amount("row"));
			case COLUMN -> "column %s with %s".formatted(this.object, amount("value"));
			case CONVERTED -> "column %s is converted: %s".formatted(this.object, amount("value"));
			case EMPTIED -> "all rows of %s: %s".formatted(this.object, amount("row"));
			case DELETED -> "some rows of %s, which has %s".formatted(this.object, amount("row"));
			case OVERWRITTEN -> "values in %s, which has %s".formatted(this.object, amount("row"));
			case UNKNOWN -> "whatever this does, which can not be told beforehand: %s".formatted(this.object);
		};
	}

	private String amount(String noun) {
		if (this.rows == null) {
			return "an unknown number of " + noun + "s";
		}
		String number = String.format(Locale.ROOT, "%,d %s%s", this.rows, noun, (this.rows == 1) ? "" : "s");
		return switch (this.precision) {
			case EXACT -> number;
			case AT_LEAST -> "at least " + number;
			case ESTIMATE -> "about " + number;
			case NONE -> "an unknown number of " + noun + "s";
		};
	}

	/**
	 * What would happen to data.
	 */
	public enum Kind {

		/**
		 * A table goes, with all its rows.
		 */
		TABLE,

		/**
		 * A column goes, with all its values.
		 */
		COLUMN,

		/**
		 * A column gets another type, which may not hold all of each value.
		 */
		CONVERTED,

		/**
		 * All rows of a table are deleted.
		 */
		EMPTIED,

		/**
		 * Rows of a table are deleted; which ones depends on the statement.
		 */
		DELETED,

		/**
		 * Rows of a table are changed; which ones depends on the statement.
		 */
		OVERWRITTEN,

		/**
		 * Code runs of which nobody knows beforehand what it does.
		 */
		UNKNOWN

	}

	/**
	 * How far a number is to be trusted.
	 */
	public enum Precision {

		/**
		 * All rows were counted.
		 */
		EXACT,

		/**
		 * Counting ended before the rows did.
		 */
		AT_LEAST,

		/**
		 * The planner's estimate, of a table that is too large to be counted.
		 */
		ESTIMATE,

		/**
		 * There is no number.
		 */
		NONE

	}

}
