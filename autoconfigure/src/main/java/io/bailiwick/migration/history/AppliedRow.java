package io.bailiwick.migration.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A row of a history whose meaning is certain.
 */
final class AppliedRow {

	private final HistoryRow row;

	private final @Nullable Version version;

	private final RowType type;

	private boolean deleted;

	private boolean outOfOrder;

	private AppliedRow(HistoryRow row, @Nullable Version version, RowType type) {
		this.row = row;
		this.version = version;
		this.type = type;
	}

	/**
	 * Understand all rows of a history.
	 * @param rows the rows in the order of their ranks
	 * @return the rows, or {@code null} if one of them is not one that Flyway writes
	 */
	static @Nullable List<AppliedRow> of(List<HistoryRow> rows) {
		List<AppliedRow> applied = new ArrayList<>(rows.size());
		int lastRank = -1;
		for (HistoryRow row : rows) {
			Version version = (row.version() != null) ? Version.of(row.version()) : null;
			RowType type = RowType.of(row.type());
			// Flyway reads ranks from 0 upwards and passes over others.
			if (type == null || (version == null && row.version() != null) || row.rank() <= lastRank) {
				return null;
			}
			lastRank = row.rank();
			applied.add(new AppliedRow(row, version, type));
		}
		return applied;
	}

	/**
	 * Whether the row only says that an earlier one no longer holds.
	 */
	boolean isDeletion() {
		return this.type == RowType.DELETE && this.row.success();
	}

	HistoryRow row() {
		return this.row;
	}

	@Nullable Version version() {
		return this.version;
	}

	RowType type() {
		return this.type;
	}

	boolean isDeleted() {
		return this.deleted;
	}

	void markDeleted() {
		this.deleted = true;
	}

	boolean isOutOfOrder() {
		return this.outOfOrder;
	}

	void markOutOfOrder() {
		this.outOfOrder = true;
	}

	/**
	 * Whether what the row stands for is in force.
	 */
	boolean counts() {
		return this.type != RowType.DELETE && !this.deleted;
	}

	@Override
	public String toString() {
		return (this.version != null) ? "version " + this.version : "'" + this.row.description() + "'";
	}

}
