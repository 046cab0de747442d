package io.bailiwick.migration.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An archive that has been written and read back.
 *
 * @param database the name of the database
 * @param domains the names of the domains whose data is in it
 * @param file the archive, in the custom format of {@code pg_dump}
 * @param bytes its size
 * @param took how long it took
 * @param program what wrote it, for instance {@code pg_dump 16.4}
 * @param restoreCommand the command that brings the data back
 */
public record Backup(String database, List<String> domains, Path file, long bytes, Duration took, String program,
		String restoreCommand) {

	/**
	 * Create a result.
	 */
	public Backup {
		domains = List.copyOf(domains);
	}

}
