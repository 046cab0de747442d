package io.bailiwick.migration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.domain.Domain;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Says where a domain's files and its history disagree.
 */
final class ValidationFailure {

	private final Domain domain;

	private final Flyway flyway;

	ValidationFailure(Domain domain, Flyway flyway) {
		this.domain = domain;
		this.flyway = flyway;
	}

	DomainMigrationException explain(RuntimeException failure) {
		Flyway validating = validating();
		List<MigrationInfo> all = List.of(validating.info().all());
		List<ValidateOutput> problems = validating.validateWithResult().invalidMigrations;
		String list = problems.stream()
			.map((problem) -> describe(problem, find(problem, all)))
			.collect(Collectors.joining(System.lineSeparator()));
		return new DomainMigrationException(
				"The files of the domain '%s' are not the ones that its history %s records.%n%n%s%n%nNothing was changed in this domain."
					.formatted(this.domain.name(), new HistoryTable(this.domain, this.flyway).name(), list),
				problems.stream()
					.map((problem) -> remedy(problem, find(problem, all)))
					.distinct()
					.collect(Collectors.joining(" ")),
				failure);
	}

	/**
	 * What is pending is no problem to a run that is about to apply it.
	 */
	private Flyway validating() {
		Configuration configuration = this.flyway.getConfiguration();
		ValidatePattern[] ignored = Stream
			.concat(Arrays.stream(configuration.getIgnoreMigrationPatterns()),
					Stream.of(ValidatePattern.fromPattern("*:pending")))
			.toArray(ValidatePattern[]::new);
		return new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
			.ignoreMigrationPatterns(ignored)
			.load();
	}

	private static @Nullable MigrationInfo find(ValidateOutput problem, List<MigrationInfo> all) {
		return all.stream()
			.filter((info) -> problem.version.isEmpty() ? problem.description.equals(info.getDescription())
					: (info.getVersion() != null && problem.version.equals(info.getVersion().getVersion())))
			.findFirst()
			.orElse(null);
	}

	private String describe(ValidateOutput problem, @Nullable MigrationInfo info) {
		String subject = problem.version.isEmpty() ? "repeatable migration '%s'".formatted(problem.description)
				: "version %s (%s)".formatted(problem.version, problem.description);
		LoadableResource file = (info != null)
				? this.flyway.getConfiguration().getResourceProvider().getResource(info.getScript()) : null;
		return "    - " + subject + ((file != null) ? ", file '%s'".formatted(file.getAbsolutePath()) : "") + ": "
				+ reason(problem, info);
	}

	private String reason(ValidateOutput problem, @Nullable MigrationInfo info) {
		if (problem.errorDetails.errorCode instanceof CoreErrorCode known) {
			switch (known) {
				case CHECKSUM_MISMATCH:
					return "the file was changed after it had been applied" + ((info != null)
							? ", on %s by '%s'".formatted(info.getInstalledOn(), info.getInstalledBy()) : "");
				case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED:
					return "it has been applied%s, but there is no file for it any more"
						.formatted((info != null) ? " from '%s'".formatted(info.getScript()) : "");
				case RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED:
					return "it is older than what has been applied already, and out-of-order is off";
				case DESCRIPTION_MISMATCH:
					return "the file was renamed after it had been applied"
							+ ((info != null) ? " as '%s'".formatted(info.getAppliedDescription()) : "");
				case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION:
					return "it failed in an earlier run and could not be rolled back";
				default:
			}
		}
		return problem.errorDetails.errorMessage.lines().findFirst().orElse(problem.errorDetails.errorCode.toString());
	}

	private String remedy(ValidateOutput problem, @Nullable MigrationInfo info) {
		HistoryTable history = new HistoryTable(this.domain, this.flyway);
		if (problem.errorDetails.errorCode instanceof CoreErrorCode known) {
			switch (known) {
				case CHECKSUM_MISMATCH:
					return "Restore the file as it was applied and put the change into a new migration."
							+ ((info != null)
									? " Only if the change can have no effect (a comment, white space), take over the new checksum: "
											+ history.howToTakeOverChecksum(info)
									: "");
				case DESCRIPTION_MISMATCH:
					return "Give the file back the name under which it was applied.";
				case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED:
					return "Bring the file back (an older version of the application may be starting on a newer database).";
				case RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED:
					return "Give the file a version above the newest one, or set 'bailiwick.migration.out-of-order=true'.";
				case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION:
					return history.howToForgetFailure();
				default:
			}
		}
		return "Compare the files with the history in %s.".formatted(history.name());
	}

}
