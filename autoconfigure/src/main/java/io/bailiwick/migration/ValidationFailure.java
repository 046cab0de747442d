package io.bailiwick.migration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.domain.Domain;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.pattern.ValidatePattern;

/**
 * Says where a domain's files and its history disagree.
 */
final class ValidationFailure {

	private final Domain domain;

	private final DomainPlan plan;

	ValidationFailure(Domain domain, DomainPlan plan) {
		this.domain = domain;
		this.plan = plan;
	}

	DomainMigrationException explain(RuntimeException failure) {
		List<ValidateOutput> problems = problems();
		String list = problems.stream().map(this::describe).collect(Collectors.joining(System.lineSeparator()));
		return new DomainMigrationException(
				"The files of the domain '%s' are not the ones that its history records.%n%n%s%n%nNothing was changed in this domain."
					.formatted(this.domain.name(), list),
				problems.stream().map(this::remedy).distinct().collect(Collectors.joining(" ")), failure);
	}

	/**
	 * What is pending is no problem to a run that is about to apply it.
	 */
	private List<ValidateOutput> problems() {
		Configuration configuration = this.plan.flyway().getConfiguration();
		ValidatePattern[] ignored = Stream
			.concat(Arrays.stream(configuration.getIgnoreMigrationPatterns()),
					Stream.of(ValidatePattern.fromPattern("*:pending")))
			.toArray(ValidatePattern[]::new);
		return new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
			.ignoreMigrationPatterns(ignored)
			.load()
			.validateWithResult().invalidMigrations;
	}

	private String describe(ValidateOutput problem) {
		ErrorCode code = problem.errorDetails.errorCode;
		String subject = problem.version.isEmpty() ? "repeatable migration '%s'".formatted(problem.description)
				: "version %s (%s)".formatted(problem.version, problem.description);
		return "    - " + subject + fileOf(problem) + ": " + reason(code, problem);
	}

	private String fileOf(ValidateOutput problem) {
		return (problem.filepath == null || problem.filepath.isEmpty()) ? ""
				: ", file '%s'".formatted(problem.filepath);
	}

	private String reason(ErrorCode code, ValidateOutput problem) {
		if (code instanceof CoreErrorCode known) {
			switch (known) {
				case CHECKSUM_MISMATCH:
					return "the file was changed after it had been applied";
				case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED:
					return "it has been applied, but there is no file for it any more";
				case RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED:
					return "it is older than what has been applied already, and out-of-order is off";
				case DESCRIPTION_MISMATCH:
					return "the file was renamed after it had been applied";
				case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION:
					return "it failed in an earlier run and could not be rolled back";
				default:
			}
		}
		return problem.errorDetails.errorMessage.lines().findFirst().orElse(code.toString());
	}

	private String remedy(ValidateOutput problem) {
		if (problem.errorDetails.errorCode instanceof CoreErrorCode known) {
			switch (known) {
				case CHECKSUM_MISMATCH, DESCRIPTION_MISMATCH:
					return "Restore the file as it was applied and put the change into a new migration; if the change can have no effect (a comment, white space), call repair() on the bean '%sFlyway' to take over the new checksum."
						.formatted(this.domain.name());
				case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED:
					return "Bring the file back (an older version of the application may be starting on a newer database).";
				case RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED:
					return "Give the file a version above the newest one, or set 'bailiwick.migration.out-of-order=true'.";
				case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION:
					return "Put the schema '%s' by hand into the state before or after that file, then call repair() on the bean '%sFlyway' and start again."
						.formatted(this.domain.schema(), this.domain.name());
				default:
			}
		}
		return "Compare the files with the history in \"%s\".\"%s\".".formatted(this.domain.schema(),
				this.plan.flyway().getConfiguration().getTable());
	}

}
