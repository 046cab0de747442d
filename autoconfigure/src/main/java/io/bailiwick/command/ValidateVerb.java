package io.bailiwick.command;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.review.ValidationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Compares the files with what the databases have seen of them.
 */
@Command(name = "validate", sortOptions = false,
		description = "Compares the files with the histories, and says what mends a difference. Ends with code 3 where "
				+ "migrations wait, with 1 where something is wrong.")
final class ValidateVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Override
	void check() {
		this.domains.plain();
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		ValidationReport report = migrations.validate(this.domains.plain());
		if (output.json()) {
			output.json(JsonWriter.of(ValidateVerb::describe), report);
		}
		else {
			print(report, output);
		}
		return switch (report.verdict()) {
			case UP_TO_DATE -> ExitCodes.DONE;
			case BEHIND -> ExitCodes.SOMETHING_TO_DO;
			case INVALID -> ExitCodes.FAILED;
		};
	}

	private static void describe(Members<ValidationReport> members) {
		members.add("verdict", (report) -> Words.token(report.verdict()));
		members.add("domains", ValidationReport::domains);
		members.add("findings", (report) -> Json.each(report.findings(), Findings::describe));
	}

	private static void print(ValidationReport report, Output output) {
		new Findings(report.findings()).print(output, "");
		if (!report.findings().isEmpty()) {
			output.line("");
		}
		String verdict = switch (report.verdict()) {
			case UP_TO_DATE -> output.style(Style.GREEN, "Up to date: " + String.join(", ", report.domains()));
			case BEHIND -> output.style(Style.YELLOW,
					"Behind: %s to apply".formatted(Words.count(report.findings().size(), "migration")));
			case INVALID -> output.style(Style.RED, "Invalid: migrating would refuse to begin");
		};
		output.line(verdict);
	}

}
