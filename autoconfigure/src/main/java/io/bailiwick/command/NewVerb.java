package io.bailiwick.command;

import java.nio.file.Path;
import java.util.List;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.NearestName;
import io.bailiwick.migration.script.CreatedMigration;
import io.bailiwick.migration.script.MigrationStyle;
import io.bailiwick.migration.script.NewMigration;
import io.bailiwick.migration.script.SourceFolders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Writes the files of the next migration.
 */
@Command(name = "new", sortOptions = false,
		description = "Writes the files of the next migration into the source tree, in the style of the folder. Needs no "
				+ "database.")
final class NewVerb extends DatabaseVerb {

	@Spec
	private @Nullable CommandSpec spec;

	@Parameters(index = "0", paramLabel = "<domain>", description = "The domain.")
	private String domain = "";

	@Parameters(index = "1..*", arity = "1..*", paramLabel = "<description>", description = "What it does, in words.")
	private List<String> description = List.of();

	@Option(names = "--directory", paramLabel = "<directory>",
			description = "The folder to write into; found below the working directory by default.")
	private @Nullable Path directory;

	@Option(names = "--style", paramLabel = "<style>",
			description = "The style of an empty folder: ${COMPLETION-CANDIDATES}.")
	private @Nullable MigrationStyle style;

	@Override
	int run(Application application, Output output) {
		Domains domains = application.part(Domains.class);
		Domain owner = domains.find(this.domain);
		if (owner == null && this.spec != null) {
			throw new ParameterException(this.spec.commandLine(),
					"There is no domain '%s'.%s The domains are: %s.".formatted(this.domain,
							NearestName.hint(this.domain, domains.names()), String.join(", ", domains.names())));
		}
		Domain known = domains.get(this.domain);
		Path target = (this.directory != null) ? this.directory : new SourceFolders(Path.of("")).find(known);
		CreatedMigration created = new NewMigration(known, target).create(String.join(" ", this.description),
				this.style);
		if (output.json()) {
			output.json(JsonWriter.of(NewVerb::describe), created);
		}
		else {
			created.files().forEach((file) -> output.line("Written: " + fromHere(file)));
		}
		return ExitCodes.DONE;
	}

	private static Path fromHere(Path file) {
		Path here = Path.of("").toAbsolutePath();
		return file.startsWith(here) ? here.relativize(file) : file;
	}

	private static void describe(Members<CreatedMigration> members) {
		members.add("style", (created) -> Words.token(created.style()));
		members.add("version", CreatedMigration::version);
		members.add("files", (created) -> created.files().stream().map(Path::toString).toList());
	}

}
