package io.bailiwick.migration.backup;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * Which data to bring back.
 *
 * @param file the archive
 * @param domains the names of the domains; empty for all whose data is in it
 * @param clean whether to replace what is there
 * @param forced whether to do it although a production profile is active
 */
public record RestoreRequest(Path file, Set<String> domains, boolean clean, boolean forced) {

	/**
	 * Create a request.
	 */
	public RestoreRequest {
		Assert.notNull(file, "'file' must not be null");
		domains = new LinkedHashSet<>(domains);
	}

	/**
	 * Bring back domains that are empty or not there.
	 * @param file the archive
	 * @param domains their names; none for all whose data is in it
	 * @return the request
	 */
	public static RestoreRequest of(Path file, String... domains) {
		return new RestoreRequest(file, new LinkedHashSet<>(List.of(domains)), false, false);
	}

	/**
	 * Replace what is there.
	 * @return the request
	 */
	public RestoreRequest cleaning() {
		return new RestoreRequest(this.file, this.domains, true, this.forced);
	}

	/**
	 * Do it under a production profile as well.
	 * @return the request
	 */
	public RestoreRequest force() {
		return new RestoreRequest(this.file, this.domains, this.clean, true);
	}

}
