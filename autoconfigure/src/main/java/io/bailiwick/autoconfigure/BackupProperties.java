package io.bailiwick.autoconfigure;

import java.nio.file.Path;

import io.bailiwick.migration.backup.BackupSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of saving data and bringing it back.
 *
 * @param binDirectory directory with pg_dump and pg_restore; looked for by default
 * @param directory where archives are written
 */
@ConfigurationProperties("bailiwick.backup")
public record BackupProperties(@Nullable Path binDirectory,
		@DefaultValue(BackupSettings.DEFAULT_DIRECTORY) Path directory) {

	BackupSettings settings() {
		return new BackupSettings(this.binDirectory, this.directory);
	}

}
