package io.bailiwick.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;

import io.bailiwick.migration.backup.BackupSettings;
import io.bailiwick.migration.backup.Restoration;
import io.bailiwick.migration.backup.RestoreRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Brings data back.
 */
@Command(name = "restore", sortOptions = false,
		description = "Brings back the data of domains from an archive of 'backup': all of it or nothing. Domains that have "
				+ "data are replaced only with --clean, after asking.")
final class RestoreVerb extends DatabaseVerb {

	@Spec
	private @Nullable CommandSpec spec;

	@Parameters(index = "0", paramLabel = "<file>", description = "The archive.")
	private Path file = Path.of("");

	@Parameters(index = "1..*", arity = "0..*", paramLabel = "<domain>",
			description = "Names of domains; all in the archive by default.")
	private @Nullable List<String> domains;

	@Option(names = "--clean", description = "Replace what is there.")
	private boolean clean;

	@Option(names = "--force", description = "Do it under a production profile as well.")
	private boolean force;

	@Mixin
	private final Confirmation confirmation = new Confirmation();

	@Override
	void check() {
		if (this.spec != null && !Files.isReadable(this.file)) {
			throw new ParameterException(this.spec.commandLine(),
					"There is no file '%s' that can be read".formatted(this.file));
		}
	}

	@Override
	int run(Application application, Output output) {
		if (this.clean && !this.confirmation.isGiven(output, "Replace the data of %s by that of '%s'?".formatted(
				(this.domains != null) ? String.join(", ", this.domains) : "all domains in the archive", this.file))) {
			return ExitCodes.FAILED;
		}
		RestoreRequest request = new RestoreRequest(this.file,
				new LinkedHashSet<>((this.domains != null) ? this.domains : List.of()), this.clean, this.force);
		output.changing("A database is restored in one transaction: it is as it was, or as in the archive.");
		Restoration restoration = application.migrations()
			.restore(request, application.part(BackupSettings.class), ProgramOutput.to(output));
		if (output.json()) {
			output.json(JsonWriter.of(RestoreVerb::describe), restoration);
		}
		else {
			output.line(output.style(Style.GREEN, "Restored %s from '%s' in %s.".formatted(
					String.join(", ", restoration.domains()), restoration.file(), Words.of(restoration.took()))));
			restoration.left()
				.forEach((schema) -> output
					.line("What was there before is still in the schema '%s'.".formatted(schema)));
		}
		return ExitCodes.DONE;
	}

	private static void describe(Members<Restoration> members) {
		members.add("file", (restoration) -> restoration.file().toString());
		members.add("domains", Restoration::domains);
		members.add("left", Restoration::left);
		members.add("durationMillis", (restoration) -> restoration.took().toMillis());
	}

}
