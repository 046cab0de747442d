package io.bailiwick.command;

import io.bailiwick.migration.DomainMigrations;
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
	 * @param migrations what knows how
	 * @param output where to say what has been done
	 * @return the exit code
	 */
	abstract int run(DomainMigrations migrations, Output output);

	final CommonOptions options() {
		return this.options;
	}

}
