package io.bailiwick.transaction.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * How strict each guard is.
 *
 * @param modes the modes of the guards; one that is not mentioned is off
 * @param allowed what may write in a second database
 * @param longAfter the age from which a transaction is long
 * @param repeats how often one text may be executed in a transaction
 */
public record GuardSettings(Map<Guard, GuardMode> modes, List<AllowedWrite> allowed, Duration longAfter, int repeats) {

	/**
	 * Create settings.
	 */
	public GuardSettings {
		Assert.isTrue(!longAfter.isNegative() && !longAfter.isZero(), "'longAfter' must be positive");
		Assert.isTrue(repeats > 0, "'repeats' must be positive");
		modes = Map.copyOf(modes);
		allowed = List.copyOf(allowed);
	}

	/**
	 * Return the mode of a guard.
	 * @param guard the guard
	 * @return the mode
	 */
	public GuardMode mode(Guard guard) {
		return this.modes.getOrDefault(guard, GuardMode.OFF);
	}

	/**
	 * Return whether anybody looks.
	 * @param guard the guard
	 * @return {@code false} if it is off
	 */
	public boolean isOn(Guard guard) {
		return mode(guard) != GuardMode.OFF;
	}

}
