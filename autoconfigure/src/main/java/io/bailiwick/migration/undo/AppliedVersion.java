package io.bailiwick.migration.undo;

import java.time.Instant;

import io.bailiwick.migration.history.HistoryRow;
import org.flywaydb.core.api.MigrationVersion;

import org.springframework.util.Assert;

/**
 * A version that is in force.
 *
 * @param domain the domain it belongs to
 * @param version the version
 * @param row its row in the history
 */
record AppliedVersion(UndoableDomain domain, MigrationVersion version, HistoryRow row) {

	static AppliedVersion of(UndoableDomain domain, HistoryRow row) {
		Assert.state(row.version() != null, "Only what has a version can be undone");
		return new AppliedVersion(domain, MigrationVersion.fromVersion(row.version()), row);
	}

	/**
	 * When it was applied. What runs in one transaction has one time.
	 */
	Instant installedOn() {
		HistoryRow.Details details = this.row.details();
		Assert.state(details != null, "The details of the history have not been read");
		return details.installedOn();
	}

	String script() {
		HistoryRow.Details details = this.row.details();
		Assert.state(details != null, "The details of the history have not been read");
		return details.script();
	}

	@Override
	public String toString() {
		return "%s@%s".formatted(this.domain.name(), this.version);
	}

}
