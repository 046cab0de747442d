package io.bailiwick.command;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationScope;
import io.bailiwick.migration.review.RepairPlan;
import io.bailiwick.migration.review.RepairPlan.Action;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Mends histories.
 */
@Command(name = "repair", sortOptions = false,
		description = "Mends the histories of the domains; the schemas themselves are not touched. Shows what it will "
				+ "change, and asks.")
final class RepairVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Option(names = "--accept", paramLabel = "<domain>@<version>",
			description = "Take over a changed file, or forget one that is gone. The description stands for the version "
					+ "of a repeatable migration.")
	private @Nullable List<String> accept;

	@Mixin
	private final Confirmation confirmation = new Confirmation();

	@Override
	void check() {
		this.domains.plain();
		accepted();
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		MigrationScope scope = this.domains.plain();
		Map<String, Set<String>> accepted = accepted();
		RepairPlan plan = migrations.repairPlan(scope, accepted);
		if (!output.json()) {
			print(plan, output);
		}
		boolean repaired = false;
		if (!plan.actions().isEmpty()) {
			if (!this.confirmation.isGiven(output,
					"Make %s to the histories?".formatted(Words.count(plan.actions().size(), "change")))) {
				return ExitCodes.FAILED;
			}
			output.changing("Each history is mended in one transaction: 'db repair' shows what is left.");
			migrations.repair(scope, accepted, plan);
			repaired = true;
		}
		if (output.json()) {
			output.json(JsonWriter.of(RepairVerb::describe), plan);
		}
		else if (repaired) {
			output.line(output.style(Style.GREEN, "Repaired."));
		}
		return plan.left().isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
	}

	private Map<String, Set<String>> accepted() {
		Map<String, Set<String>> accepted = new LinkedHashMap<>();
		for (String typed : (this.accept != null) ? this.accept : List.<String>of()) {
			String[] parts = typed.split("@", 2);
			if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
				throw this.domains.wrong("'--accept %s' is not <domain>@<version>".formatted(typed));
			}
			accepted.computeIfAbsent(parts[0], (domain) -> new LinkedHashSet<>()).add(parts[1]);
		}
		return accepted;
	}

	private static void describe(Members<RepairPlan> members) {
		members.add("repaired", (plan) -> Json.each(plan.actions(), (action) -> {
			action.add("domain", Action::domain);
			action.add("subject", Action::subject);
			action.add("why", Action::why);
			action.add("what", Action::what);
		}));
		members.add("left", (plan) -> Json.each(plan.left(), Findings::describe));
	}

	private static void print(RepairPlan plan, Output output) {
		for (Action action : plan.actions()) {
			output.line("%s: %s: %s".formatted(action.domain(), action.subject(), action.why()));
			output.line("    " + action.what());
		}
		if (!plan.left().isEmpty()) {
			output.line((plan.actions().isEmpty() ? "" : System.lineSeparator()) + "This takes a person:");
			new Findings(plan.left()).print(output, "");
		}
		output.line(plan.isEmpty() ? "Nothing to repair." : "");
	}

}
