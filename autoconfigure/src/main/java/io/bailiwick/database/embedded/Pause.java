package io.bailiwick.database.embedded;

import java.util.concurrent.locks.LockSupport;

/**
 * The pause between two looks at something that another process is about to change.
 */
final class Pause {

	private static final long NANOS = 3_000_000;

	private Pause() {
	}

	/**
	 * Pauses for a few milliseconds, also in an interrupted thread, and keeps its
	 * interrupt.
	 */
	static void briefly() {
		boolean interrupted = Thread.interrupted();
		LockSupport.parkNanos(NANOS);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
