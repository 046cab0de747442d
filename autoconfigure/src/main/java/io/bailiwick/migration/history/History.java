package io.bailiwick.migration.history;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one history table says.
 *
 * @param table where it is
 * @param rows its rows in the order of their ranks, or {@code null} if they are not known
 * @param doubt why they are not known: there is no such table, or none that is exactly as
 * Flyway makes it; {@code null} if they are known
 */
public record History(TableName table, @Nullable List<HistoryRow> rows, @Nullable String doubt) {

	static History of(TableName table, List<HistoryRow> rows) {
		return new History(table, List.copyOf(rows), null);
	}

	static History unknown(TableName table, String doubt) {
		return new History(table, null, doubt);
	}

	/**
	 * Compare this history with the files of its domain.
	 * @param files the files
	 * @param rules what Flyway is told to overlook
	 * @return how they differ, if they do
	 */
	public Comparison compareWith(MigrationFiles files, ValidationRules rules) {
		if (this.rows == null) {
			return Comparison.unknown((this.doubt != null) ? this.doubt : "its history is not known");
		}
		if (files.migrations() == null) {
			return Comparison.unknown((files.doubt() != null) ? files.doubt() : "its files are not known");
		}
		List<AppliedRow> applied = AppliedRow.of(this.rows);
		if (applied == null) {
			return Comparison
				.unknown("a row of %s has a version, type or rank of an unusual kind".formatted(this.table));
		}
		return new HistoryReview(applied, files.migrations(), rules).compare();
	}

	/**
	 * Look for what the files have and this history has not.
	 * @param files the files
	 * @param target the version up to which files count, repeatable ones then not at all,
	 * or {@code null} if all of them count
	 * @return what is missing, if something is
	 */
	public Coverage coverage(MigrationFiles files, @Nullable String target) {
		if (this.rows == null) {
			return Coverage.unknown((this.doubt != null) ? this.doubt : "its history is not known");
		}
		List<AppliedRow> applied = AppliedRow.of(this.rows);
		Version limit = (target != null) ? Version.of(target) : null;
		if (files.migrations() == null || applied == null || (target != null && limit == null)) {
			return Coverage.unknown((files.doubt() != null) ? files.doubt()
					: "a version in %s or the one to go to is of an unusual kind".formatted(this.table));
		}
		return new CoverageReview(applied, files.migrations(), limit).review();
	}

	/**
	 * Whether there is a table, and this role may not read it.
	 * @return whether only the right to read is missing
	 */
	public boolean forbidden() {
		return this.doubt != null && this.doubt.endsWith(HistoryCatalog.MAY_NOT_BE_READ);
	}

	/**
	 * Tell which versions are in force: what has been applied and not been undone since.
	 * @return the versions; with a doubt if only Flyway can tell
	 */
	public InForce inForce() {
		if (this.rows == null) {
			return new InForce(List.of(), (this.doubt != null) ? this.doubt : "its history is not known");
		}
		List<AppliedRow> applied = AppliedRow.of(this.rows);
		if (applied == null) {
			return new InForce(List.of(),
					"a row of %s has a version, type or rank of an unusual kind".formatted(this.table));
		}
		return new HistoryReview(applied, List.of(), ValidationRules.defaults(false)).inForce();
	}

}
