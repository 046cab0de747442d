package io.bailiwick.command;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationScope;
import io.bailiwick.migration.reset.ResetPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Builds domains again from nothing.
 */
@Command(name = "reset", sortOptions = false,
		description = "Drops the schemas of the named domains with all their data, and builds them again from the files. "
				+ "Shows what will go, and asks. Never under a production profile.")
final class ResetVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Mixin
	private final Confirmation confirmation = new Confirmation();

	@Override
	void check() {
		if (this.domains.plain().domains().isEmpty()) {
			throw this.domains.wrong("Name the domains to reset: data is lost, so all of them is no default");
		}
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		MigrationScope scope = this.domains.plain();
		ResetPlan plan = migrations.resetPlan(scope);
		if (!output.json()) {
			print(plan, output);
		}
		if (!this.confirmation.isGiven(output, "Drop all of this and build it again?")) {
			return ExitCodes.FAILED;
		}
		output.changing("The schemas are dropped in one transaction and built again after it: 'db info' shows how far "
				+ "it came, 'db migrate' does the rest.");
		migrations.reset(scope);
		if (output.json()) {
			output.json(JsonWriter.of(ResetVerb::describe), plan);
		}
		else {
			output.line(output.style(Style.GREEN, "Dropped, and built again."));
		}
		return ExitCodes.DONE;
	}

	private static void describe(Members<ResetPlan> members) {
		members.add("reset", (plan) -> Json.each(plan.schemas(), (schema) -> {
			schema.add("domain", ResetPlan.Schema::domain);
			schema.add("database", ResetPlan.Schema::database);
			schema.add("schema", ResetPlan.Schema::schema);
			schema.add("tables", ResetPlan.Schema::tables);
			schema.add("rows", ResetPlan.Schema::rows);
		}));
	}

	private static void print(ResetPlan plan, Output output) {
		Table table = new Table("domain", "database", "schema", "tables", "rows, about");
		for (ResetPlan.Schema schema : plan.schemas()) {
			table.row(schema.domain(), schema.database(), schema.schema(), schema.tables(), schema.rows());
		}
		output.table(table);
		output.line("");
	}

}
