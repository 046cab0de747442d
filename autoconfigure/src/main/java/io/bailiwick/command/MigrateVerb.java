package io.bailiwick.command;

import java.util.List;

import io.bailiwick.domain.Domains;
import io.bailiwick.migration.MigrationScope;
import io.bailiwick.migration.backup.Backup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter;

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

	@Mixin
	private final BackupFirst backup = new BackupFirst();

	@Override
	void check() {
		this.domains.scope(this.to);
	}

	@Override
	int run(Application application, Output output) {
		MigrationScope scope = this.domains.scope(this.to);
		List<Backup> backups = this.backup.run(application, scope, output);
		AppliedMigrations applied = new AppliedMigrations(output, application.part(Domains.class).names());
		application.onApplied(applied::add);
		output.changing("What had been applied is kept; the migration that was running is rolled back, if it runs in a "
				+ "transaction. 'db info' shows how far it came.");
		application.migrations().migrate(scope);
		if (output.json()) {
			output.json(JsonWriter.of((members) -> {
				members.add("backups", Json.each(backups, BackupVerb::describe));
				members.from(applied).usingMembers(AppliedMigrations::describe);
			}), applied);
		}
		else {
			applied.printSummary();
		}
		return ExitCodes.DONE;
	}

}
