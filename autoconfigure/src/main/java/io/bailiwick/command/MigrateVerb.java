package io.bailiwick.command;

import java.util.List;

import io.bailiwick.migration.DomainMigrations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

	@Override
	int run(DomainMigrations migrations, Output output) {
		migrations.migrate(this.domains.scope(this.to));
		return ExitCodes.DONE;
	}

}
