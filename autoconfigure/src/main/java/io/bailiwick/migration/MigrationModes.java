package io.bailiwick.migration;

import java.time.Duration;
import java.util.Map;

import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * What a start of the application does about the migrations of each domain.
 *
 * @param standard what it does where a domain has no mode of its own;
 * {@link MigrationMode#NONE} holds for all domains, whatever their own modes
 * @param byDomain the modes of domains that have one of their own, by their names
 * @param waitTimeout how long a start waits for somebody else to migrate
 */
public record MigrationModes(MigrationMode standard, Map<String, MigrationMode> byDomain, Duration waitTimeout) {

	/**
	 * How long to wait by default: as long as for the lock.
	 */
	public static final Duration DEFAULT_WAIT_TIMEOUT = MigrationSettings.DEFAULT_LOCK_TIMEOUT;

	/**
	 * Check the modes.
	 */
	public MigrationModes {
		Assert.notNull(standard, "'standard' must not be null");
		Assert.isTrue(!waitTimeout.isNegative(), "'waitTimeout' must not be negative");
		byDomain = Map.copyOf(byDomain);
	}

	/**
	 * One mode for all domains.
	 * @param mode the mode
	 * @return the modes
	 */
	public static MigrationModes of(MigrationMode mode) {
		return new MigrationModes(mode, Map.of(), DEFAULT_WAIT_TIMEOUT);
	}

	/**
	 * Return the mode of a domain.
	 * @param domain the domain
	 * @return its mode
	 */
	public MigrationMode of(Domain domain) {
		return (this.standard == MigrationMode.NONE) ? MigrationMode.NONE
				: this.byDomain.getOrDefault(domain.name(), this.standard);
	}

}
