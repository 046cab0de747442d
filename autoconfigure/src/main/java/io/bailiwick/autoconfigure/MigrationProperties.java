package io.bailiwick.autoconfigure;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;

import io.bailiwick.migration.MigrationMode;
import io.bailiwick.migration.MigrationSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings that hold for the migrations of all domains.
 *
 * @param encoding encoding of the migration files
 * @param historyTable name of the history table in each domain's schema
 * @param outOfOrder whether a version may be applied after a higher one
 * @param placeholderReplacement whether placeholders in migration files are replaced
 * @param placeholders values of the placeholders in migration files
 * @param lockTimeout how long to wait while another process migrates the same database
 * @param mode what a start does about migrations
 * @param waitTimeout how long a start waits for migrations by somebody else
 * @param versionTag whether the meter of migrations has a tag for the version
 */
@ConfigurationProperties("bailiwick.migration")
public record MigrationProperties(@DefaultValue("UTF-8") Charset encoding,
		@DefaultValue(MigrationSettings.DEFAULT_HISTORY_TABLE) String historyTable,
		@DefaultValue("false") boolean outOfOrder, @DefaultValue("true") boolean placeholderReplacement,
		@Nullable Map<String, String> placeholders, @DefaultValue("10m") Duration lockTimeout,
		@DefaultValue("migrate") MigrationMode mode, @DefaultValue("10m") Duration waitTimeout,
		@DefaultValue("false") boolean versionTag) {

	/**
	 * Refuse what can not be meant, by the names of the properties.
	 */
	public MigrationProperties {
		if (lockTimeout.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.migration.lock-timeout", lockTimeout,
					"It must not be negative.");
		}
		if (waitTimeout.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.migration.wait-timeout", waitTimeout,
					"It must not be negative.");
		}
		if (!historyTable.matches("[A-Za-z_][A-Za-z0-9_$]{0,62}") || historyTable.equals("flyway_seed_history")) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.migration.history-table", historyTable,
					"It must be a plain identifier, and not the name of the table for seed data.");
		}
	}

	MigrationSettings settings() {
		return new MigrationSettings(this.encoding, this.historyTable, this.outOfOrder, this.placeholderReplacement,
				(this.placeholders != null) ? this.placeholders : Map.of(), this.lockTimeout);
	}

}
