package io.bailiwick.command;

import picocli.CommandLine.Option;

/**
 * What every verb understands.
 */
final class CommonOptions {

	@Option(names = "--json", description = "Print the result as JSON.")
	private boolean json;

	@Option(names = "--verbose", description = "Show the log of what happens, and where errors come from.")
	private boolean verbose;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Explain this verb.")
	private boolean help;

	boolean json() {
		return this.json;
	}

	boolean verbose() {
		return this.verbose;
	}

}
