package io.bailiwick.command;

import picocli.CommandLine.Mixin;

/**
 * Something that can be done with the databases of an application from the command line.
 */
abstract class DatabaseVerb {

	@Mixin
	private final CommonOptions options = new CommonOptions();

	/**
	 * Look whether what was typed can be meant, before a database is asked.
	 * @throws picocli.CommandLine.ParameterException if not
	 */
	void check() {
	}

	/**
	 * Do it.
	 * @param application what knows how
	 * @param output where to say what has been done
	 * @return the exit code
	 */
	abstract int run(Application application, Output output);

	final CommonOptions options() {
		return this.options;
	}

}
