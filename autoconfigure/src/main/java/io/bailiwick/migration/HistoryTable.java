package io.bailiwick.migration;

import io.bailiwick.domain.Domain;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * What to say about the table that remembers what was applied.
 */
final class HistoryTable {

	private final Domain domain;

	private final Flyway flyway;

	HistoryTable(Domain domain, Flyway flyway) {
		this.domain = domain;
		this.flyway = flyway;
	}

	String name() {
		return "\"%s\".\"%s\"".formatted(this.domain.schema(), this.flyway.getConfiguration().getTable());
	}

	String howToForgetFailure() {
		return ("Undo by hand in the schema '%s' what the file has done so far (an index that CREATE INDEX CONCURRENTLY "
				+ "left behind is invalid: drop it), correct the file, run DELETE FROM %s WHERE NOT success; and start again.")
			.formatted(this.domain.schema(), name());
	}

	String howToTakeOverChecksum(MigrationInfo changed) {
		String which = (changed.getVersion() != null) ? "version = '%s'".formatted(changed.getVersion().getVersion())
				: "script = '%s'".formatted(changed.getScript());
		return "UPDATE %s SET checksum = %d WHERE %s;".formatted(name(), changed.getResolvedChecksum(), which);
	}

}
