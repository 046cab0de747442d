package io.bailiwick.migration.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Looks for what the files have and a history has not.
 */
final class CoverageReview {

	private final List<AppliedRow> rows;

	private final List<KnownMigration> files;

	private final @Nullable Version target;

	private final List<String> missing = new ArrayList<>();

	private final List<String> failed = new ArrayList<>();

	private @Nullable Version current;

	private @Nullable Version appliedBaseline;

	private @Nullable Version firstBaseline;

	private @Nullable Version needed;

	/**
	 * Create a review.
	 * @param target the version up to which files count, repeatable ones then not at all;
	 * or {@code null} if all of them count
	 */
	CoverageReview(List<AppliedRow> rows, List<KnownMigration> files, @Nullable Version target) {
		this.rows = rows;
		this.files = files;
		this.target = target;
	}

	Coverage review() {
		this.rows.forEach(this::strikeOff);
		for (AppliedRow row : this.rows) {
			if (row.counts() && row.row().success()) {
				this.current = Version.max(row.version(), this.current);
				this.appliedBaseline = row.type().isBaseline() ? Version.max(row.version(), this.appliedBaseline)
						: this.appliedBaseline;
			}
		}
		for (KnownMigration file : this.files) {
			if (file.type().isBaseline() && isWanted(file)) {
				this.firstBaseline = Version.max(file.version(), this.firstBaseline);
			}
		}
		this.files.stream().filter(this::isWanted).forEach(this::check);
		return new Coverage(null, text(this.current), text(this.needed), this.missing, this.failed);
	}

	/**
	 * As Flyway does it: a row that says that another one no longer holds means the
	 * newest one before it.
	 */
	private void strikeOff(AppliedRow deletion) {
		if (!deletion.isDeletion()) {
			return;
		}
		for (int i = this.rows.indexOf(deletion) - 1; i >= 0; i--) {
			AppliedRow row = this.rows.get(i);
			boolean same = (deletion.version() != null) ? deletion.version().equals(row.version())
					: (row.version() == null && row.row().description().equals(deletion.row().description()));
			if (same && !row.type().isSynthetic()) {
				row.markDeleted();
				return;
			}
		}
	}

	private boolean isWanted(KnownMigration file) {
		return this.target == null || (file.version() != null && !Version.isAfter(file.version(), this.target));
	}

	private void check(KnownMigration file) {
		this.needed = Version.max(file.version(), this.needed);
		if (isCovered(file)) {
			return;
		}
		this.missing.add(file.toString());
		if (this.rows.stream().anyMatch((row) -> row.counts() && !row.row().success() && isOf(row, file))) {
			this.failed.add(file.toString());
		}
	}

	private boolean isCovered(KnownMigration file) {
		if (file.version() == null) {
			return this.rows.stream()
				.anyMatch((row) -> row.counts() && row.row().success() && isOf(row, file)
						&& file.hasRun(row.row().checksum()));
		}
		if (this.appliedBaseline != null && !Version.isAfter(file.version(), this.appliedBaseline)) {
			return true;
		}
		if (file.type().isBaseline()) {
			return this.current != null || !file.version().equals(this.firstBaseline);
		}
		if (this.current == null && this.firstBaseline != null
				&& !Version.isAfter(file.version(), this.firstBaseline)) {
			return true;
		}
		return this.rows.stream().anyMatch((row) -> row.counts() && row.row().success() && isOf(row, file));
	}

	private static boolean isOf(AppliedRow row, KnownMigration file) {
		return Objects.equals(row.version(), file.version())
				&& (file.version() != null || row.row().description().equals(file.recordedDescription()));
	}

	private static @Nullable String text(@Nullable Version version) {
		return (version != null) ? version.toString() : null;
	}

}
