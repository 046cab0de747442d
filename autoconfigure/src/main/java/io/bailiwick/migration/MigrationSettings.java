package io.bailiwick.migration;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * What holds for the migrations of all domains.
 *
 * @param encoding the encoding of the files
 * @param historyTable the name of the history table in each domain's schema
 * @param outOfOrder whether a version may be applied after a higher one
 * @param placeholderReplacement whether placeholders in a file are replaced
 * @param placeholders the values of placeholders
 * @param lockTimeout how long to wait while another process migrates the same database
 */
public record MigrationSettings(Charset encoding, String historyTable, boolean outOfOrder,
		boolean placeholderReplacement, Map<String, String> placeholders, Duration lockTimeout) {

	/**
	 * The name that Flyway itself gives to its table.
	 */
	public static final String DEFAULT_HISTORY_TABLE = "flyway_schema_history";

	/**
	 * How long to wait by default.
	 */
	public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMinutes(10);

	/**
	 * Check the settings.
	 */
	public MigrationSettings {
		Assert.hasText(historyTable, "'historyTable' must not be empty");
		Assert.isTrue(!lockTimeout.isNegative(), "'lockTimeout' must not be negative");
		placeholders = Map.copyOf(placeholders);
	}

	/**
	 * Return the settings that hold where nothing else is configured.
	 * @return the defaults
	 */
	public static MigrationSettings defaults() {
		return new MigrationSettings(StandardCharsets.UTF_8, DEFAULT_HISTORY_TABLE, false, true, Map.of(),
				DEFAULT_LOCK_TIMEOUT);
	}

}
