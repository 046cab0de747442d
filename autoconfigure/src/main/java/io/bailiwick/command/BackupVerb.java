package io.bailiwick.command;

import java.nio.file.Path;
import java.util.List;

import io.bailiwick.migration.backup.Backup;
import io.bailiwick.migration.backup.BackupRequest;
import io.bailiwick.migration.backup.BackupSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Saves data.
 */
@Command(name = "backup", sortOptions = false,
		description = "Saves the data of domains with pg_dump, one archive for each database, each of them read back.")
final class BackupVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Option(names = "--file", paramLabel = "<file>", description = "The archive, for domains of one database.")
	private @Nullable Path file;

	@Option(names = "--directory", paramLabel = "<directory>",
			description = "Where to write archives; 'bailiwick.backup.directory' by default.")
	private @Nullable Path directory;

	@Override
	void check() {
		this.domains.plain();
		if (this.file != null && this.directory != null) {
			throw this.domains.wrong("'--file' and '--directory' exclude each other");
		}
	}

	@Override
	int run(Application application, Output output) {
		BackupRequest request = new BackupRequest(this.domains.plain().domains(), this.file, this.directory);
		output.changing("No incomplete archive is left.");
		List<Backup> backups = application.migrations()
			.backup(request, application.part(BackupSettings.class), ProgramOutput.to(output));
		if (output.json()) {
			output.json(
					JsonWriter
						.of((members) -> members.add("backups", (result) -> Json.each(result, BackupVerb::describe))),
					backups);
		}
		else {
			print(backups, output);
		}
		return ExitCodes.DONE;
	}

	static void describe(Members<Backup> members) {
		members.add("database", Backup::database);
		members.add("domains", Backup::domains);
		members.add("file", (backup) -> backup.file().toString());
		members.add("bytes", Backup::bytes);
		members.add("durationMillis", (backup) -> backup.took().toMillis());
		members.add("program", Backup::program);
		members.add("restoreCommand", (backup) -> Invocation.ofThisProcess().complete(backup.restoreCommand()));
	}

	private static void print(List<Backup> backups, Output output) {
		Table table = new Table("database", "domains", "archive", "size", "took");
		for (Backup backup : backups) {
			table.row(backup.database(), String.join(", ", backup.domains()), backup.file(),
					"%,d bytes".formatted(backup.bytes()), Words.of(backup.took()));
		}
		output.table(table);
		output.line("");
		output.line("To bring it back:");
		backups.forEach((backup) -> output.line("    " + Invocation.ofThisProcess().complete(backup.restoreCommand())));
	}

}
