package io.bailiwick.database.replica;

import java.time.Duration;

import io.bailiwick.database.DatabaseConfigurationException;

import org.springframework.util.Assert;

/**
 * How a replica is used.
 *
 * @param maximumLag how far behind the primary a read may be; beyond it, reads go to the
 * primary. At least twice the interval, which is the resolution of the measurement
 * @param checkInterval how long to pause between two measurements of the lag
 * @param timeout how long a read waits for the replica before it goes to the primary, and
 * how long a measurement may take; at least 250 ms, the shortest that HikariCP knows
 */
public record ReplicaSettings(Duration maximumLag, Duration checkInterval, Duration timeout) {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

	/**
	 * Create settings.
	 * @throws DatabaseConfigurationException if they can not be meant
	 */
	public ReplicaSettings {
		Assert.notNull(maximumLag, "'maximumLag' must not be null");
		Assert.isTrue(checkInterval != null && checkInterval.compareTo(Duration.ZERO) > 0,
				"'checkInterval' must be positive");
		Assert.isTrue(timeout != null && timeout.compareTo(SHORTEST_TIMEOUT) >= 0,
				"'timeout' must be at least 250 milliseconds");
		if (maximumLag.compareTo(checkInterval.multipliedBy(2)) < 0) {
			throw new DatabaseConfigurationException(
					"A replica may be at most %d ms behind, but is measured only every %d ms: it would seem too late most of the time."
						.formatted(maximumLag.toMillis(), checkInterval.toMillis()),
					"Raise 'max-lag' of the replica to at least %d ms, or lower its 'check-interval'."
						.formatted(checkInterval.multipliedBy(2).toMillis()));
		}
	}

	/**
	 * The settings where nothing is configured: ten seconds of lag, measured every
	 * second, and one second of patience.
	 * @return the settings
	 */
	public static ReplicaSettings defaults() {
		return new ReplicaSettings(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(1));
	}

}
