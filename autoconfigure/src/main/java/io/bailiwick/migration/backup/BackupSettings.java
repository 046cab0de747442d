package io.bailiwick.migration.backup;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where programs and archives are.
 *
 * @param binDirectory the directory with {@code pg_dump} and {@code pg_restore}, or
 * {@code null} to look for them on the path and where packages put them
 * @param directory where archives are written unless somebody says otherwise
 */
public record BackupSettings(@Nullable Path binDirectory, Path directory) {

	/**
	 * The directory for archives below the working directory.
	 */
	public static final String DEFAULT_DIRECTORY = "backups";

	/**
	 * Create settings.
	 */
	public BackupSettings {
		Assert.notNull(directory, "'directory' must not be null");
	}

	/**
	 * Return the settings that hold where nothing else is configured.
	 * @return the defaults
	 */
	public static BackupSettings defaults() {
		return new BackupSettings(null, Path.of(DEFAULT_DIRECTORY));
	}

}
