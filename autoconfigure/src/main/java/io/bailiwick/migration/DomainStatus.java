package io.bailiwick.migration;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;

import io.bailiwick.migration.history.Comparison;
import io.bailiwick.migration.history.HistoryRow;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How far a domain's schema has come.
 *
 * @param currentVersion the newest version that has been applied, or {@code null} if none
 * has
 * @param pending how many migrations wait to be applied
 * @param lastMigration what was applied last, or {@code null} if nothing was
 */
public record DomainStatus(@Nullable String currentVersion, int pending, @Nullable AppliedMigration lastMigration) {

	static DomainStatus of(Flyway flyway) {
		MigrationInfoService info = flyway.info();
		MigrationInfo current = info.current();
		AppliedMigration last = Arrays.stream(info.applied())
			.filter((migration) -> migration.getInstalledRank() != null)
			.max(Comparator.comparing(MigrationInfo::getInstalledRank))
			.map(AppliedMigration::of)
			.orElse(null);
		String version = (current != null && current.getVersion() != null) ? current.getVersion().getVersion() : null;
		return new DomainStatus(version, info.pending().length, last);
	}

	static DomainStatus of(Comparison comparison) {
		HistoryRow last = comparison.last();
		return new DomainStatus(comparison.currentVersion(), comparison.pending(),
				(last != null) ? AppliedMigration.of(last) : null);
	}

	/**
	 * A migration that is in the history.
	 *
	 * @param version its version, or {@code null} if it is repeatable
	 * @param description its description
	 * @param script the path of its file below the domain's folder
	 * @param installedOn when it was applied
	 * @param installedBy the role that applied it
	 */
	public record AppliedMigration(@Nullable String version, String description, String script,
			@Nullable Instant installedOn, String installedBy) {

		private static AppliedMigration of(HistoryRow row) {
			HistoryRow.Details details = row.details();
			Assert.state(details != null, "The details of the history have not been read");
			String version = (row.version() != null) ? row.version().replace('_', '.') : null;
			return new AppliedMigration(version, row.description(), details.script(), details.installedOn(),
					details.installedBy());
		}

		private static AppliedMigration of(MigrationInfo info) {
			Date installedOn = info.getInstalledOn();
			return new AppliedMigration((info.getVersion() != null) ? info.getVersion().getVersion() : null,
					info.getDescription(), info.getScript(), (installedOn != null) ? installedOn.toInstant() : null,
					info.getInstalledBy());
		}

	}

}
