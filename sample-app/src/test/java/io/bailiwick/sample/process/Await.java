package io.bailiwick.sample.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits on conditions.
 */
final class Await {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final Duration INTERVAL = Duration.ofMillis(2);

	private Await() {
	}

	/**
	 * Wait until a condition holds.
	 * @param condition the condition, which may throw what ends the test
	 * @param failure what to say when it does not hold in time
	 */
	static void until(Callable<Boolean> condition, Supplier<String> failure) throws Exception {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (!condition.call()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError(failure.get());
			}
			LockSupport.parkNanos(INTERVAL.toNanos());
		}
	}

}
