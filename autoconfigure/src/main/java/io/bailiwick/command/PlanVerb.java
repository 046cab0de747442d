package io.bailiwick.command;

import java.util.List;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.review.MigrationPlan;
import io.bailiwick.migration.review.MigrationPlan.Step;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Tells what migrating would do.
 */
@Command(name = "plan", sortOptions = false,
		description = "Shows what 'migrate' would do, statement by statement, and changes nothing.")
final class PlanVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Option(names = "--to", paramLabel = "<domain>@<version>",
			description = "Go no further than to this version; the version alone where there is one domain.")
	private @Nullable List<String> to;

	@Option(names = "--check", description = "End with code 3 if there is something to do, with 1 if it can not begin.")
	private boolean check;

	@Override
	void check() {
		this.domains.scope(this.to);
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		MigrationPlan plan = migrations.plan(this.domains.scope(this.to));
		if (output.json()) {
			output.json(JsonWriter.of(PlanVerb::describe), plan);
		}
		else {
			print(plan, output);
		}
		if (!this.check || plan.isEmpty()) {
			return ExitCodes.DONE;
		}
		return plan.obstacles().isEmpty() ? ExitCodes.SOMETHING_TO_DO : ExitCodes.FAILED;
	}

	private static void describe(Members<MigrationPlan> members) {
		members.add("steps", (plan) -> Json.each(plan.steps(), PlanVerb::describeStep));
		members.add("obstacles", (plan) -> Json.each(plan.obstacles(), Findings::describe));
	}

	private static void describeStep(Members<Step> members) {
		members.add("domain", Step::domain);
		members.add("database", Step::database);
		members.add("kind", (step) -> Words.token(step.kind()));
		members.add("version", Step::version);
		members.add("description", Step::description);
		members.add("file", Step::file);
		members.add("about", Step::about);
		members.add("transactional", Step::transactional);
		members.add("statements", (step) -> Json.each(step.statements(), (statement) -> {
			statement.add("line", MigrationPlan.Statement::line);
			statement.add("sql", MigrationPlan.Statement::sql);
		}));
	}

	/**
	 * A script that could be given to psql, so that it can be read as one.
	 */
	private static void print(MigrationPlan plan, Output output) {
		for (Step step : plan.steps()) {
			output.line(output.style(Style.BOLD, "-- " + headline(step)));
			// What the head of the file says stands before its first statement.
			step.statements().forEach((statement) -> output.line(statement.sql() + ";"));
			output.line("");
		}
		if (!plan.obstacles().isEmpty()) {
			output.line("-- Migrating would refuse to begin:");
			new Findings(plan.obstacles()).print(output, "-- ");
			output.line("");
		}
		int statements = plan.steps().stream().mapToInt((step) -> step.statements().size()).sum();
		output.line(plan.isEmpty() ? "-- Nothing to do." : "-- %s with %s. Nothing has been changed."
			.formatted(Words.count(plan.steps().size(), "step"), Words.count(statements, "statement")));
	}

	private static String headline(Step step) {
		String what = switch (step.kind()) {
			case SCHEMA -> "create the schema '%s'".formatted(step.description());
			case VERSIONED -> "version %s (%s)".formatted(step.version(), step.description());
			case REPEATABLE -> "repeatable '%s'".formatted(step.description());
			case SEED -> "seed data '%s'".formatted(step.description());
		};
		String file = (step.file() != null) ? ", " + step.file() : "";
		return "%s: %s%s%s".formatted(step.domain(), what, file, step.transactional() ? "" : ", without a transaction");
	}

}
