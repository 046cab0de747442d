package io.bailiwick.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What all verbs hang from.
 */
@Command(name = DatabaseCommandLine.NAME,
		subcommands = { InfoVerb.class, PlanVerb.class, MigrateVerb.class, ValidateVerb.class, WaitVerb.class,
				UndoVerb.class, RepairVerb.class, AdoptVerb.class, BaselineVerb.class, NewVerb.class, BackupVerb.class,
				RestoreVerb.class, ResetVerb.class },
		synopsisSubcommandLabel = "<verb>", commandListHeading = "%nVerbs:%n", sortOptions = false,
		description = "Looks after the databases of this application: no web server, none of its own beans.",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:done, or nothing to do", "1:failed, or declined when asked", "2:typed wrongly",
				"3:there is something to do (validate, plan --check)" },
		footer = { "", "Arguments with a dot, such as --spring.profiles.active=prod, are those of the application.",
				"'@|bold db help <verb>|@' explains a verb." })
final class DatabaseCommand {

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this.")
	private boolean help;

	@Option(names = { "-V", "--version" }, versionHelp = true, description = "Show which versions this is made of.")
	private boolean version;

}
