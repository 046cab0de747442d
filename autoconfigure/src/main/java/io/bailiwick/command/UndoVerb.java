package io.bailiwick.command;

import java.util.List;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationScope;
import io.bailiwick.migration.undo.DataLoss;
import io.bailiwick.migration.undo.UndoPlan;
import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.migration.undo.UndoStep;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Takes migrations back.
 */
@Command(name = "undo", sortOptions = false,
		description = "Undoes migrations, the newest first. Shows what will be run and what data would be lost, and asks.")
final class UndoVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Option(names = "--to", paramLabel = "<domain>@<version>",
			description = "Undo all that is newer than this version, which remains; 0 for nothing to remain. The version "
					+ "alone where there is one domain.")
	private @Nullable List<String> to;

	@Option(names = "--steps", paramLabel = "<n>",
			description = "Undo so many migrations, the newest of all domains together; 1 by default.")
	private @Nullable Integer steps;

	@Option(names = "--force", description = "Do it under a production profile as well.")
	private boolean force;

	@Mixin
	private final Confirmation confirmation = new Confirmation();

	@Override
	void check() {
		MigrationScope scope = this.domains.scope(this.to);
		if (this.steps != null && !scope.targets().isEmpty()) {
			throw this.domains.wrong("'--steps' and a version to go back to exclude each other");
		}
		if (this.steps != null && this.steps < 1) {
			throw this.domains.wrong("'--steps %d' undoes nothing".formatted(this.steps));
		}
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		UndoRequest request = request();
		UndoPlan plan = migrations.undoPlan(request);
		if (!output.json()) {
			print(plan, output);
		}
		if (!plan.isEmpty()) {
			if (!this.confirmation.isGiven(output, question(plan))) {
				return ExitCodes.FAILED;
			}
			output.changing("Each migration is undone in one transaction: 'db info' shows how far it came.");
			plan = migrations.undo(request.agreeing(plan));
		}
		if (output.json()) {
			output.json(JsonWriter.of(UndoVerb::describe), plan);
		}
		else if (!plan.isEmpty()) {
			output.line(
					output.style(Style.GREEN, "Undone: %s.".formatted(Words.count(plan.steps().size(), "migration"))));
		}
		return ExitCodes.DONE;
	}

	private UndoRequest request() {
		MigrationScope scope = this.domains.scope(this.to);
		int number = (this.steps != null) ? this.steps : 1;
		return new UndoRequest(scope.domains(), scope.targets(), scope.targets().isEmpty() ? number : 0, this.force,
				null);
	}

	private static String question(UndoPlan plan) {
		return "Undo %s%s?".formatted(Words.count(plan.steps().size(), "migration"),
				plan.losses().isEmpty() ? "" : " and lose this data");
	}

	private static void describe(Members<UndoPlan> members) {
		members.add("undone", (plan) -> Json.each(plan.steps(), UndoVerb::describeStep));
	}

	private static void describeStep(Members<UndoStep> members) {
		members.add("domain", UndoStep::domain);
		members.add("version", UndoStep::version);
		members.add("description", UndoStep::description);
		members.add("file", UndoStep::downScript);
		members.add("installedOn", UndoStep::installedOn);
		members.add("transactional", UndoStep::inTransaction);
		members.add("changed", UndoStep::changed);
		members.add("statements", (step) -> Json.each(step.statements(), (statement) -> {
			statement.add("line", UndoStep.Statement::line);
			statement.add("sql", UndoStep.Statement::sql);
		}));
		members.add("losses", (step) -> Json.each(step.losses(), UndoVerb::describeLoss));
	}

	private static void describeLoss(Members<DataLoss> members) {
		members.add("kind", (loss) -> Words.token(loss.kind()));
		members.add("object", DataLoss::object);
		members.add("rows", DataLoss::rows);
		members.add("precision", (loss) -> Words.token(loss.precision()));
		members.add("line", DataLoss::line);
	}

	private static void print(UndoPlan plan, Output output) {
		for (UndoStep step : plan.steps()) {
			output.line(output.style(Style.BOLD,
					"-- undo %s: version %s (%s), %s%s".formatted(step.domain(), step.version(), step.description(),
							step.downScript(), step.inTransaction() ? "" : ", without a transaction")));
			if (step.changed()) {
				output.line(output.style(Style.YELLOW,
						"-- The file was changed since it was applied: its way back may not fit."));
			}
			step.statements().forEach((statement) -> output.line(statement.sql() + ";"));
			step.losses().forEach((loss) -> output.line(output.style(Style.RED, "-- This loses: " + loss.describe())));
			output.line("");
		}
		if (plan.isEmpty()) {
			output.line("Nothing to undo.");
		}
	}

}
