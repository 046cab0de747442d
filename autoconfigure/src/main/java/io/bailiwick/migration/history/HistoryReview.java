package io.bailiwick.migration.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Lays a history and the files of a domain side by side and comes to the verdict that
 * Flyway's {@code migrate} comes to when it validates first, which is its default.
 * <p>
 * The rules are those of Flyway 12 and 13: {@code MigrationInfoServiceImpl},
 * {@code MigrationInfoImpl}, {@code BaseAppliedMigration}, {@code ResolvedMigration} and
 * {@code DbMigrate}. A test compares the verdicts on generated histories.
 */
final class HistoryReview {

	private final List<AppliedRow> rows;

	private final List<AppliedRow> versioned = new ArrayList<>();

	private final List<AppliedRow> repeatable = new ArrayList<>();

	private final Map<String, Integer> latestRuns = new HashMap<>();

	private final List<KnownMigration> files;

	private final Map<Version, KnownMigration> versions = new HashMap<>();

	private final Map<Version, KnownMigration> baselines = new HashMap<>();

	private final Map<String, KnownMigration> repeatables = new HashMap<>();

	private final Set<KnownMigration> applied = Collections.newSetFromMap(new IdentityHashMap<>());

	private final ValidationRules rules;

	private @Nullable String difference;

	private @Nullable Version highestFile;

	private @Nullable Version lastApplied;

	private @Nullable Version appliedBaseline;

	private @Nullable Version pendingBaseline;

	HistoryReview(List<AppliedRow> rows, List<KnownMigration> files, ValidationRules rules) {
		this.rows = rows;
		this.files = files;
		this.rules = rules;
		for (KnownMigration file : files) {
			Version version = file.version();
			KnownMigration twin = (version != null) ? filesOf(file.type()).put(version, file)
					: this.repeatables.put(file.description(), file);
			if (twin != null) {
				differ("two files claim " + file);
			}
			this.highestFile = Version.max(version, this.highestFile);
		}
	}

	Comparison compare() {
		this.rows.forEach(this::sortIn);
		this.versioned.forEach(this::putInOrder);
		for (AppliedRow row : this.rows) {
			if (row.version() == null) {
				this.latestRuns.merge(row.row().description(), row.row().rank(), Math::max);
			}
		}
		this.versioned.forEach(this::strikeOff);
		this.repeatable.forEach(this::strikeOff);
		for (KnownMigration file : this.files) {
			if (file.type().isBaseline() && !this.applied.contains(file)) {
				this.pendingBaseline = Version.max(file.version(), this.pendingBaseline);
			}
		}
		int failedFuture = check(this.versioned) + check(this.repeatable);
		if (failedFuture > 1) {
			differ("several versions that have no file have failed");
		}
		int pending = 0;
		for (KnownMigration file : this.files) {
			pending += (!this.applied.contains(file) && isPending(file)) ? 1 : 0;
		}
		return new Comparison(this.difference, true, currentVersion(), pending, last(), unknownVersion());
	}

	/**
	 * The versioned rows that are in force, in the order of their ranks.
	 */
	InForce inForce() {
		this.rows.forEach(this::sortIn);
		return new InForce(this.versioned.stream().filter(AppliedRow::counts).map(AppliedRow::row).toList(),
				this.difference);
	}

	private void sortIn(AppliedRow row) {
		Version version = row.version();
		if (version == null) {
			this.repeatable.add(row);
			if (row.isDeletion()) {
				AppliedRow deleted = latest(this.repeatable,
						(candidate) -> candidate.row().description().equals(row.row().description()));
				if (deleted != null) {
					deleted.markDeleted();
				}
			}
			return;
		}
		if (row.type().isBaseline()) {
			this.appliedBaseline = Version.max(version, this.appliedBaseline);
		}
		if (!row.isDeletion()) {
			this.versioned.add(row);
			return;
		}
		AppliedRow deleted = latest(this.versioned, (candidate) -> version.equals(candidate.version()));
		if (deleted != null && deleted.isDeleted()) {
			differ(row + " is deleted twice");
		}
		else if (deleted != null) {
			deleted.markDeleted();
		}
	}

	private static @Nullable AppliedRow latest(List<AppliedRow> rows, Predicate<AppliedRow> predicate) {
		for (int i = rows.size() - 1; i >= 0; i--) {
			if (!rows.get(i).type().isSynthetic() && predicate.test(rows.get(i))) {
				return rows.get(i);
			}
		}
		return null;
	}

	private void putInOrder(AppliedRow row) {
		if (!Version.isAfter(row.version(), this.lastApplied)) {
			row.markOutOfOrder();
		}
		else if (row.counts()) {
			this.lastApplied = row.version();
		}
	}

	/**
	 * A file for which there is a row in force need not be applied.
	 */
	private void strikeOff(AppliedRow row) {
		KnownMigration file = fileOf(row);
		if (file != null && row.counts()
				&& (row.version() != null || (isLatestRun(row) && file.hasRun(row.row().checksum())))) {
			this.applied.add(file);
		}
	}

	private int check(List<AppliedRow> rows) {
		int failedFuture = 0;
		for (AppliedRow row : rows) {
			RowState state = stateOf(row);
			failedFuture += (state == RowState.FUTURE_FAILED) ? 1 : 0;
			String complaint = complaint(row, state);
			if (complaint != null) {
				differ(complaint);
			}
		}
		return failedFuture;
	}

	private RowState stateOf(AppliedRow row) {
		if (row.isDeleted()) {
			return RowState.DELETED;
		}
		boolean success = row.row().success();
		if (row.type() == RowType.DELETE) {
			return RowState.SUCCESS;
		}
		if (row.type() == RowType.BASELINE) {
			return RowState.BASELINE;
		}
		if (row.type().isBaseline() && !success) {
			return RowState.FAILED;
		}
		if (fileOf(row) == null && (row.version() != null || isLatestRun(row))) {
			return withoutFile(row, success);
		}
		if (row.type().isBaseline()) {
			return RowState.BASELINE;
		}
		if (!success) {
			return RowState.FAILED;
		}
		if (row.type() != RowType.SCHEMA && row.version() == null) {
			return repeated(row);
		}
		return row.isOutOfOrder() ? RowState.OUT_OF_ORDER : RowState.SUCCESS;
	}

	private RowState withoutFile(AppliedRow row, boolean success) {
		if (row.type() == RowType.SCHEMA) {
			return RowState.SUCCESS;
		}
		if (row.version() == null || Version.isAfter(this.highestFile, row.version())) {
			return success ? RowState.MISSING : RowState.MISSING_FAILED;
		}
		return success ? RowState.FUTURE : RowState.FUTURE_FAILED;
	}

	private RowState repeated(AppliedRow row) {
		if (!isLatestRun(row)) {
			return RowState.SUPERSEDED;
		}
		KnownMigration file = fileOf(row);
		return (file != null && file.hasRun(row.row().checksum())) ? RowState.SUCCESS : RowState.OUTDATED;
	}

	/**
	 * What Flyway's {@code validate} would complain about.
	 */
	private @Nullable String complaint(AppliedRow row, RowState state) {
		switch (state) {
			case DELETED:
				return null;
			case FAILED, MISSING_FAILED:
				return row + " has failed";
			case FUTURE_FAILED:
				return this.rules.ignoreFuture() ? null : row + " has failed";
			case FUTURE:
				return (this.rules.ignoreFuture() || needsNoFile(row)) ? null : row + " has no file";
			case MISSING:
				return (this.rules.ignoreMissing() || needsNoFile(row)) ? null : row + " has no file";
			default:
				return mismatch(row, state);
		}
	}

	private static boolean needsNoFile(AppliedRow row) {
		return row.type().isSynthetic() || row.type() == RowType.UNDO_SCRIPT;
	}

	private @Nullable String mismatch(AppliedRow row, RowState state) {
		KnownMigration file = fileOf(row);
		if (file == null) {
			return (needsNoFile(row) || state == RowState.SUPERSEDED) ? null : row + " has no file";
		}
		boolean belowBaseline = row.version() != null && !Version.isAfter(row.version(), this.appliedBaseline);
		if (row.type() == RowType.DELETE || row.type() == RowType.UNDO_SCRIPT || belowBaseline) {
			return null;
		}
		if (file.type() != row.type()) {
			return row + " was of another type when it was applied";
		}
		Integer checksum = row.row().checksum();
		boolean compared = row.version() != null || (state != RowState.OUTDATED && state != RowState.SUPERSEDED);
		if (compared && checksum != null && checksum != file.checksum()) {
			return row + " has changed since it was applied";
		}
		return file.recordedDescription().equals(row.row().description()) ? null
				: row + " had another description when it was applied";
	}

	private boolean isPending(KnownMigration file) {
		Version version = file.version();
		if (version == null) {
			differ(file + " has changed or is new");
			return true;
		}
		boolean nothingApplied = this.lastApplied == null && this.appliedBaseline == null;
		Version baseline = (this.lastApplied == null) ? this.pendingBaseline : this.appliedBaseline;
		if (baseline != null && !Version.isAfter(version, baseline)) {
			boolean starts = file.type().isBaseline() && version.equals(baseline)
					&& version.equals(this.pendingBaseline) && nothingApplied;
			return starts && pending(file);
		}
		if (file.type().isBaseline() && !nothingApplied) {
			return false;
		}
		if (Version.isAfter(this.lastApplied, version) && !this.rules.outOfOrder()) {
			differ(file + " was passed over");
			return false;
		}
		return pending(file);
	}

	private boolean pending(KnownMigration file) {
		differ(file + " is not applied yet");
		return true;
	}

	private boolean isLatestRun(AppliedRow row) {
		return Objects.equals(this.latestRuns.get(row.row().description()), row.row().rank());
	}

	private @Nullable KnownMigration fileOf(AppliedRow row) {
		Version version = row.version();
		if (version == null) {
			return this.repeatables.get(row.row().description());
		}
		return switch (row.type()) {
			case SQL, SQL_BASELINE -> filesOf(row.type()).get(version);
			default -> null;
		};
	}

	/**
	 * A version belongs to a file of its own type; a repeatable migration to any file of
	 * its description.
	 */
	private Map<Version, KnownMigration> filesOf(RowType type) {
		return type.isBaseline() ? this.baselines : this.versions;
	}

	private void differ(String difference) {
		if (this.difference == null) {
			this.difference = difference;
		}
	}

	private @Nullable String currentVersion() {
		Version current = null;
		for (AppliedRow row : this.versioned) {
			current = (row.counts() && Version.isAfter(row.version(), current)) ? row.version() : current;
		}
		return (current != null) ? current.toString() : null;
	}

	private @Nullable HistoryRow last() {
		HistoryRow last = null;
		for (AppliedRow row : this.rows) {
			boolean listed = row.version() == null || !row.isDeletion();
			last = (listed && (last == null || row.row().rank() > last.rank())) ? row.row() : last;
		}
		return last;
	}

	private @Nullable String unknownVersion() {
		Version unknown = null;
		for (AppliedRow row : this.versioned) {
			RowState state = stateOf(row);
			if (state == RowState.FUTURE || state == RowState.FUTURE_FAILED) {
				unknown = Version.max(row.version(), unknown);
			}
		}
		return (unknown != null) ? unknown.toString() : null;
	}

}
