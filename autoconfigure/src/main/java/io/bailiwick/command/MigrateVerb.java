package io.bailiwick.command;

import java.util.List;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationScope;
import io.bailiwick.migration.review.DomainInfo;
import io.bailiwick.migration.review.MigrationEntry;
import io.bailiwick.migration.review.MigrationPlan;
import io.bailiwick.migration.review.MigrationPlan.Step;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Brings domains forward.
 */
@Command(name = "migrate", sortOptions = false,
		description = "Applies what is pending, in the domains and in all that they depend on.")
final class MigrateVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Option(names = "--to", paramLabel = "<domain>@<version>",
			description = "Go no further than to this version; the version alone where there is one domain.")
	private @Nullable List<String> to;

	@Override
	void check() {
		this.domains.scope(this.to);
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		MigrationScope scope = this.domains.scope(this.to);
		MigrationPlan plan = migrations.plan(scope);
		output.changing("What had been applied is kept; the migration that was running is rolled back, if it runs in a "
				+ "transaction. 'db info' shows how far it came.");
		migrations.migrate(scope);
		List<Applied> applied = applied(migrations, plan);
		if (output.json()) {
			output.json(
					JsonWriter
						.of((members) -> members.add("applied", (result) -> Json.each(result, MigrateVerb::describe))),
					applied);
		}
		else {
			print(applied, output);
		}
		return ExitCodes.DONE;
	}

	private static List<Applied> applied(DomainMigrations migrations, MigrationPlan plan) {
		List<Step> steps = plan.steps().stream().filter((step) -> step.kind() != MigrationPlan.Kind.SCHEMA).toList();
		String[] names = steps.stream().map(Step::domain).distinct().toArray(String[]::new);
		if (names.length == 0) {
			return List.of();
		}
		List<DomainInfo> infos = migrations.info(MigrationScope.of(names));
		return steps.stream().map((step) -> new Applied(step, find(step, infos))).toList();
	}

	private static @Nullable MigrationEntry find(Step step, List<DomainInfo> infos) {
		return infos.stream()
			.filter((info) -> info.domain().equals(step.domain()))
			.flatMap((info) -> info.migrations().stream())
			.filter((entry) -> entry.installedOn() != null && entry.state() != MigrationEntry.State.SUPERSEDED)
			.filter((entry) -> (step.version() != null) ? step.version().equals(entry.version())
					: entry.version() == null && entry.description().equals(step.description()))
			.findFirst()
			.orElse(null);
	}

	private static void describe(Members<Applied> members) {
		members.add("domain", (applied) -> applied.step().domain());
		members.add("version", (applied) -> applied.step().version());
		members.add("description", (applied) -> applied.step().description());
		members.add("file", (applied) -> applied.step().file());
		members.add("installedOn", (applied) -> (applied.entry() != null) ? applied.entry().installedOn() : null);
		members.add("durationMillis", (applied) -> (applied.entry() != null && applied.entry().executionTime() != null)
				? applied.entry().executionTime().toMillis() : null);
	}

	private static void print(List<Applied> applied, Output output) {
		if (applied.isEmpty()) {
			output.line("Nothing to do.");
			return;
		}
		Table table = new Table("domain", "version", "description", "took");
		for (Applied migration : applied) {
			table.row(migration.step().domain(),
					(migration.step().version() != null) ? migration.step().version() : "R",
					migration.step().description(),
					(migration.entry() != null) ? Words.of(migration.entry().executionTime()) : null);
		}
		output.table(table);
		output.line("");
		output.line(output.style(Style.GREEN, "Applied %s.".formatted(Words.count(applied.size(), "migration"))));
	}

	/**
	 * A migration that was applied.
	 *
	 * @param step what was planned
	 * @param entry what the history says, or {@code null} if it is not in it
	 */
	private record Applied(Step step, @Nullable MigrationEntry entry) {

	}

}
