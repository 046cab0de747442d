package io.bailiwick.migration.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What has been brought back.
 *
 * @param file the archive
 * @param domains the names of the domains that are again as they were in it
 * @param left schemas with what had been there before, where these could not be dropped
 * afterwards
 * @param took how long it took
 */
public record Restoration(Path file, List<String> domains, List<String> left, Duration took) {

	/**
	 * Create a result.
	 */
	public Restoration {
		domains = List.copyOf(domains);
		left = List.copyOf(left);
	}

}
