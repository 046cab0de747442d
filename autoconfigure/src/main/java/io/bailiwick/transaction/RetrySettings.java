package io.bailiwick.transaction;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryListener;

/**
 * When and how often a unit of work is executed again.
 *
 * @param retries how often, not counting the first time
 * @param within the time after which no retry begins, counted from the first execution
 * @param lockTimeouts whether a lock that could not be had is a reason
 * @param idempotent whether an unknown outcome is a reason
 * @param listener told of retries
 */
record RetrySettings(int retries, Duration within, boolean lockTimeouts, boolean idempotent,
		@Nullable RetryListener listener) {

	static final RetrySettings NONE = new RetrySettings(0, Duration.ofSeconds(10), false, false, null);

	RetrySettings withRetries(int count) {
		return new RetrySettings(count, this.within, this.lockTimeouts, this.idempotent, this.listener);
	}

	RetrySettings within(Duration duration) {
		return new RetrySettings(this.retries, duration, this.lockTimeouts, this.idempotent, this.listener);
	}

	RetrySettings withLockTimeouts() {
		return new RetrySettings(this.retries, this.within, true, this.idempotent, this.listener);
	}

	RetrySettings withUnknownOutcomes() {
		return new RetrySettings(this.retries, this.within, this.lockTimeouts, true, this.listener);
	}

	RetrySettings withListener(RetryListener retryListener) {
		return new RetrySettings(this.retries, this.within, this.lockTimeouts, this.idempotent, retryListener);
	}

	/**
	 * Whether a failure means that the unit was rolled back through no fault of its own.
	 */
	boolean covers(Throwable failure) {
		if (AlreadyCommitted.isSaidBy(failure)) {
			return false;
		}
		if (failure instanceof CommitOutcomeUnknownException) {
			return this.idempotent;
		}
		return SqlStates.contain(failure, SqlStates.SERIALIZATION_FAILURE_OR_DEADLOCK)
				|| (this.lockTimeouts && SqlStates.contain(failure, SqlStates.LOCK_NOT_AVAILABLE));
	}

}
