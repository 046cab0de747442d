package io.bailiwick.migration.backup;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Of which domains to save the data, and where.
 *
 * @param domains the names of the domains; empty for all of them
 * @param file the archive to write, for domains of one database only, or {@code null}
 * @param directory where to write an archive for each database, or {@code null} for the
 * configured directory
 */
public record BackupRequest(Set<String> domains, @Nullable Path file, @Nullable Path directory) {

	/**
	 * Create a request.
	 */
	public BackupRequest {
		Assert.isTrue(file == null || directory == null, "'file' and 'directory' exclude each other");
		domains = new LinkedHashSet<>(domains);
	}

	/**
	 * Save domains to the configured directory.
	 * @param domains their names; none for all domains
	 * @return the request
	 */
	public static BackupRequest of(String... domains) {
		return new BackupRequest(new LinkedHashSet<>(List.of(domains)), null, null);
	}

	/**
	 * Write one archive to a file.
	 * @param file the file, which must not be there
	 * @return the request
	 */
	public BackupRequest toFile(Path file) {
		return new BackupRequest(this.domains, file, null);
	}

	/**
	 * Write an archive for each database to a directory.
	 * @param directory the directory, which is made if it is not there
	 * @return the request
	 */
	public BackupRequest toDirectory(Path directory) {
		return new BackupRequest(this.domains, null, directory);
	}

}
