package io.bailiwick.migration.script;

import java.nio.file.Path;
import java.util.List;

/**
 * A migration whose files have been written, ready to be filled in.
 *
 * @param style the style of its folder
 * @param version the version, as its name has it
 * @param files its files: the way forward first, then the way back if that is a file of
 * its own
 */
public record CreatedMigration(MigrationStyle style, String version, List<Path> files) {

	/**
	 * Create a result.
	 */
	public CreatedMigration {
		files = List.copyOf(files);
	}

}
