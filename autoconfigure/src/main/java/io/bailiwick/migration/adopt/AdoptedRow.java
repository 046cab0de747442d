package io.bailiwick.migration.adopt;

import java.time.Instant;

import io.bailiwick.migration.history.HistoryRow;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * A row that is to be written into the history of a domain, exactly as Flyway would have
 * written it.
 *
 * @param rank the rank of the row
 * @param version the version, or {@code null} if it is repeatable
 * @param description the description
 * @param type the type, for instance {@code SQL}
 * @param script the path of the file below the domain's folder
 * @param checksum the checksum of the file, or {@code null} if there is none
 * @param installedBy who applied it, or {@code null} for the role that adopts it
 * @param installedOn when it was applied, or {@code null} for the time of the adoption
 * @param executionTime how long it took, in milliseconds
 */
public record AdoptedRow(int rank, @Nullable String version, String description, String type, String script,
		@Nullable Integer checksum, @Nullable String installedBy, @Nullable Instant installedOn, int executionTime) {

	private static final int LONGEST_DESCRIPTION = 200;

	private static final int LONGEST_SCRIPT = 1000;

	private static final String BASELINE = "BASELINE";

	/**
	 * Shorten what does not fit, as Flyway does ({@code AbbreviationUtils}).
	 */
	public AdoptedRow {
		description = (description.length() <= LONGEST_DESCRIPTION) ? description
				: description.substring(0, LONGEST_DESCRIPTION - 3) + "...";
		script = (script.length() <= LONGEST_SCRIPT) ? script : "..." + script.substring(3, LONGEST_SCRIPT);
	}

	static AdoptedRow of(OldMigration old, MigrationFile file) {
		// A repeatable migration runs again when its file has changed: what it has run
		// with is what counts.
		boolean repeatable = file.version() == null && old.checksum() != null;
		return new AdoptedRow(0, (file.version() != null) ? file.version().toString() : null, file.description(),
				file.type(), file.script(), repeatable ? old.checksum() : file.checksum(), old.installedBy(),
				old.installedOn(), old.executionTime());
	}

	static AdoptedRow baseline(MigrationVersion version, String description, @Nullable OldMigration old) {
		return new AdoptedRow(0, version.toString(), description, BASELINE, description, null,
				(old != null) ? old.installedBy() : null, (old != null) ? old.installedOn() : null, 0);
	}

	AdoptedRow withRank(int rank) {
		return new AdoptedRow(rank, this.version, this.description, this.type, this.script, this.checksum,
				this.installedBy, this.installedOn, this.executionTime);
	}

	/**
	 * Whether the row says that all versions up to its own are there.
	 * @return whether it is a baseline
	 */
	public boolean isBaseline() {
		return this.type.equals(BASELINE);
	}

	/**
	 * Whether a history says the same already.
	 */
	boolean isIn(HistoryRow row) {
		if (!row.success() || isBaseline() != row.type().equals(BASELINE)) {
			return false;
		}
		if (this.version == null || row.version() == null) {
			return this.version == null && row.version() == null && this.description.equals(row.description());
		}
		return MigrationVersion.fromVersion(this.version).equals(MigrationVersion.fromVersion(row.version()));
	}

	@Override
	public String toString() {
		String what = isBaseline() ? "everything up to version " + this.version + " (" + this.description + ")"
				: ((this.version != null) ? this.version + "  " : "") + this.script;
		return what + ((this.checksum != null) ? "  checksum " + this.checksum : "")
				+ ((this.installedOn != null) ? "  applied " + this.installedOn : "")
				+ ((this.installedBy != null) ? " by " + this.installedBy : "")
				+ ((this.executionTime > 0) ? " in " + this.executionTime + " ms" : "");
	}

}
