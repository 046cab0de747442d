package io.bailiwick.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.migration.MigrationScope;
import io.bailiwick.migration.backup.Backup;
import io.bailiwick.migration.backup.BackupRequest;
import io.bailiwick.migration.backup.BackupSettings;
import io.bailiwick.migration.review.MigrationPlan;
import io.bailiwick.migration.review.MigrationPlan.Kind;
import io.bailiwick.migration.review.MigrationPlan.Statement;
import io.bailiwick.migration.review.MigrationPlan.Step;
import io.bailiwick.migration.script.statement.DataChange;
import picocli.CommandLine.Option;

/**
 * Saves the data of the domains in which a plan would destroy or rewrite some.
 */
final class BackupFirst {

	@Option(names = "--backup",
			description = "Save the data first, of domains in which some would be lost or rewritten.")
	private boolean wanted;

	List<Backup> run(Application application, MigrationScope scope, Output output) {
		if (!this.wanted) {
			return List.of();
		}
		Set<String> domains = threatened(application.migrations().plan(scope), output);
		if (domains.isEmpty()) {
			output.note("No backup: nothing that is there is lost or rewritten.");
			return List.of();
		}
		List<Backup> backups = application.migrations()
			.backup(new BackupRequest(domains, null, null), application.part(BackupSettings.class),
					ProgramOutput.to(output));
		for (Backup backup : backups) {
			output.note("Saved %s to '%s'. To bring it back: %s".formatted(String.join(", ", backup.domains()),
					backup.file(), Invocation.ofThisProcess().complete(backup.restoreCommand())));
		}
		return backups;
	}

	/**
	 * A domain whose schema is yet to be created has nothing to lose.
	 */
	private static Set<String> threatened(MigrationPlan plan, Output output) {
		Set<String> threatened = new LinkedHashSet<>();
		Set<String> created = new LinkedHashSet<>();
		for (Step step : plan.steps()) {
			if (step.kind() == Kind.SCHEMA) {
				created.add(step.domain());
			}
			else if (!created.contains(step.domain())) {
				step.statements().forEach((statement) -> {
					DataChange change = DataChange.of(statement.sql());
					if (change != null) {
						output.note(describe(step, statement, change));
						threatened.add(step.domain());
					}
				});
				if (step.file() == null) {
					output
						.note("%s: '%s' is not SQL, and may do anything".formatted(step.domain(), step.description()));
					threatened.add(step.domain());
				}
			}
		}
		return threatened;
	}

	private static String describe(Step step, Statement statement, DataChange change) {
		return "%s: %s, line %d %s".formatted(step.domain(), step.file(), statement.line(), change.reason());
	}

}
