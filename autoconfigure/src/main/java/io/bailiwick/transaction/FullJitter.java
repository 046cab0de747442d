package io.bailiwick.transaction;

import java.util.concurrent.ThreadLocalRandom;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Waits a random time between nothing and a limit that doubles with each retry: those who
 * collided once do not collide again because they waited alike.
 *
 * @param retries how often to wait
 * @param firstLimit the limit of the first wait, in milliseconds
 * @param lastLimit what the limit grows to, in milliseconds
 */
record FullJitter(int retries, long firstLimit, long lastLimit) implements BackOff {

	@Override
	public BackOffExecution start() {
		return new BackOffExecution() {

			private int count;

			@Override
			public long nextBackOff() {
				if (this.count >= FullJitter.this.retries) {
					return STOP;
				}
				long limit = limit(this.count++);
				return ThreadLocalRandom.current().nextLong(limit + 1);
			}

		};
	}

	long limit(int count) {
		// Beyond 2^30 the last limit holds anyway, and a shift would overflow.
		return Math.min(this.lastLimit, this.firstLimit << Math.min(count, 30));
	}

}
