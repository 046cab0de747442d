package io.bailiwick.command;

import java.util.Map;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationScope;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.BaselineRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import org.springframework.boot.json.JsonWriter;

/**
 * Says which versions databases without a history have.
 */
@Command(name = "baseline", sortOptions = false,
		description = "Says that domains without a history have what their files describe up to a version, written "
				+ "<domain>@<version>. Runs nothing; shows what will be written and in what files and database differ, "
				+ "and asks.")
final class BaselineVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Mixin
	private final ProofOptions proof = new ProofOptions();

	@Mixin
	private final Confirmation confirmation = new Confirmation();

	@Override
	void check() {
		versions();
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		BaselineRequest request = new BaselineRequest(versions(), this.proof.proof(), this.proof.acceptsDifferences());
		AdoptionPlan plan = migrations.baselinePlan(request);
		if (!output.json()) {
			plan.lines().forEach(output::line);
		}
		if (!plan.isEmpty()) {
			if (this.proof.refuses(plan, output) || !this.confirmation.isGiven(output, "Write this?")) {
				return ExitCodes.FAILED;
			}
			output.changing("All is written in one transaction: 'db info' shows whether it is there.");
			plan = migrations.baseline(request, plan);
		}
		if (output.json()) {
			output.json(JsonWriter.of(ProofOptions::describe), plan);
		}
		else if (!plan.isEmpty()) {
			output.line(output.style(Style.GREEN, "Written."));
		}
		return ExitCodes.DONE;
	}

	private Map<String, String> versions() {
		MigrationScope scope = this.domains.scope(null);
		if (scope.targets().isEmpty() || !scope.targets().keySet().containsAll(scope.domains())) {
			throw this.domains.wrong("Name each domain with its version: <domain>@<version>");
		}
		return scope.targets();
	}

}
