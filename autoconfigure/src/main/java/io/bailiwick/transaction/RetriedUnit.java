package io.bailiwick.transaction;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.util.backoff.BackOff;

/**
 * An outermost unit of work that has failed once.
 *
 * @param <T> the type of its result
 * @param <E> the checked exception that it may throw
 */
final class RetriedUnit<T extends @Nullable Object, E extends Exception> {

	private static final long FIRST_LIMIT_MILLIS = 10;

	private static final long LAST_LIMIT_MILLIS = 1000;

	private final RetrySettings settings;

	private final String name;

	private final Runnable observer;

	private final Work<T, E> attempt;

	private @Nullable CommitOutcomeUnknownException unknown;

	RetriedUnit(RetrySettings settings, String name, Runnable observer, Work<T, E> attempt) {
		this.settings = settings;
		this.name = name;
		this.observer = observer;
		this.attempt = attempt;
	}

	/**
	 * Go on after the first execution.
	 * @param failure what it threw
	 * @param begun when it began, in the time of {@link System#nanoTime()}
	 */
	T executeAfter(Throwable failure, long begun) throws E {
		Duration left = this.settings.within().minusNanos(System.nanoTime() - begun);
		// To the template, zero is no limit.
		RetryTemplate template = new RetryTemplate(
				new Policy(this.settings, (left.toMillis() > 0) ? left : Duration.ofMillis(1)));
		if (this.settings.listener() != null) {
			template.setRetryListener(this.settings.listener());
		}
		remember(failure);
		try {
			return template.execute(new FailedOnce(failure));
		}
		catch (RetryException ex) {
			throw RetriedUnit.<E>thrown(truth(ex.getCause()));
		}
	}

	private void remember(Throwable failure) {
		if (this.unknown == null && failure instanceof CommitOutcomeUnknownException ex) {
			this.unknown = ex;
		}
	}

	/**
	 * That the last execution was rolled back does not mean that the work was not done by
	 * one before.
	 */
	private Throwable truth(Throwable last) {
		if (this.unknown == null || this.unknown == last) {
			return last;
		}
		this.unknown.addSuppressed(last);
		return this.unknown;
	}

	/**
	 * Work throws nothing that it does not declare, nor does anything around it.
	 */
	@SuppressWarnings("unchecked")
	private static <E extends Exception> E thrown(Throwable last) {
		if (last instanceof RuntimeException unchecked) {
			throw unchecked;
		}
		if (last instanceof Error error) {
			throw error;
		}
		return (E) last;
	}

	/**
	 * Keeps what the first execution threw for the template, which wants to see it.
	 */
	private final class FailedOnce implements Retryable<T> {

		private @Nullable Throwable first;

		FailedOnce(Throwable first) {
			this.first = first;
		}

		@Override
		public T execute() throws Throwable {
			Throwable failure = this.first;
			if (failure != null) {
				this.first = null;
				throw failure;
			}
			RetriedUnit.this.observer.run();
			try {
				return RetriedUnit.this.attempt.execute();
			}
			catch (CommitOutcomeUnknownException ex) {
				remember(ex);
				throw ex;
			}
		}

		@Override
		public String getName() {
			return RetriedUnit.this.name;
		}

	}

	private record Policy(RetrySettings settings, Duration left) implements RetryPolicy {

		@Override
		public boolean shouldRetry(Throwable failure) {
			return this.settings.covers(failure);
		}

		@Override
		public Duration getTimeout() {
			return this.left;
		}

		@Override
		public BackOff getBackOff() {
			return new FullJitter(this.settings.retries(), FIRST_LIMIT_MILLIS, LAST_LIMIT_MILLIS);
		}

	}

}
