package io.bailiwick.database.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a replica and how often it was used, for meters, health and the
 * routing itself. Safe to read from any thread at any time; reading it asks no server.
 */
public final class ReplicaState {

	private final Duration maximumLag;

	private final LongAdder readsOnReplica = new LongAdder();

	private final LongAdder readsOnPrimary = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private volatile Observation observation = new Observation(ReplicaCondition.UNCHECKED, null, null, Instant.now());

	private volatile @Nullable String lastError;

	ReplicaState(Duration maximumLag) {
		this.maximumLag = maximumLag;
	}

	/**
	 * Return what is known of the replica.
	 * @return the condition at this moment
	 */
	public ReplicaCondition condition() {
		return condition(this.observation);
	}

	/**
	 * Return how far the replica is behind.
	 * <p>
	 * It is the time since the replica was last known to have everything the primary had,
	 * hence an upper bound, which grows between two measurements and while nothing can be
	 * measured.
	 * @return the lag, or {@code null} if the replica has never been seen to catch up
	 */
	public @Nullable Duration lag() {
		return lag(this.observation);
	}

	/**
	 * Return how far the replica may be behind.
	 * @return the maximum
	 */
	public Duration maximumLag() {
		return this.maximumLag;
	}

	/**
	 * Return how many connections for reads the replica has given.
	 * @return the number since the start
	 */
	public long readsOnReplica() {
		return this.readsOnReplica.sum();
	}

	/**
	 * Return how many connections for reads the primary had to give because the replica
	 * could not, or should not.
	 * @return the number since the start
	 */
	public long readsOnPrimary() {
		return this.readsOnPrimary.sum();
	}

	/**
	 * Return how often the replica failed a read or a measurement.
	 * @return the number since the start
	 */
	public long failures() {
		return this.failures.sum();
	}

	/**
	 * Return the last thing that went wrong, be it over or not.
	 * @return a line, or {@code null} if nothing did
	 */
	public @Nullable String lastError() {
		return this.lastError;
	}

	/**
	 * Describe the replica at this moment.
	 * @return the description
	 */
	public ReplicaDescription describe() {
		Observation current = this.observation;
		ReplicaCondition condition = condition(current);
		return new ReplicaDescription((condition != ReplicaCondition.PROMOTED) ? "replica" : "primary", condition,
				current.since(), lag(current), this.maximumLag, readsOnReplica(), readsOnPrimary(), current.reason());
	}

	private ReplicaCondition condition(Observation current) {
		// Not left to the measurements: the promise holds though they may have stopped.
		if (current.condition() != ReplicaCondition.UP) {
			return current.condition();
		}
		Duration lag = lag(current);
		return (lag != null && lag.compareTo(this.maximumLag) <= 0) ? ReplicaCondition.UP : ReplicaCondition.LAGGING;
	}

	private static @Nullable Duration lag(Observation current) {
		Long caughtUpAt = current.caughtUpAt();
		return (caughtUpAt != null) ? Duration.ofNanos(Math.max(0, System.nanoTime() - caughtUpAt)) : null;
	}

	boolean answers() {
		return this.observation.condition() == ReplicaCondition.UP;
	}

	/**
	 * Take down that the replica answers.
	 * @param caughtUpAt when it had everything, as {@link System#nanoTime()}
	 * @param reason why that is not now, if something stands in the way
	 */
	synchronized void up(@Nullable Long caughtUpAt, @Nullable String reason) {
		if (reason != null) {
			this.lastError = reason;
		}
		observe(ReplicaCondition.UP, caughtUpAt, reason);
	}

	synchronized void down(String error) {
		failed(error);
		observe(ReplicaCondition.DOWN, this.observation.caughtUpAt(), error);
	}

	synchronized void promoted(String error) {
		this.lastError = error;
		observe(ReplicaCondition.PROMOTED, null, error);
	}

	private void observe(ReplicaCondition condition, @Nullable Long caughtUpAt, @Nullable String reason) {
		Observation last = this.observation;
		this.observation = new Observation(condition, caughtUpAt, reason,
				(last.condition() != condition) ? Instant.now() : last.since());
	}

	void failed(String error) {
		this.failures.increment();
		this.lastError = error;
	}

	void readOnReplica() {
		this.readsOnReplica.increment();
	}

	void readOnPrimary() {
		this.readsOnPrimary.increment();
	}

	/**
	 * What was seen last.
	 *
	 * @param condition the condition, {@code UP} whatever the lag is
	 * @param caughtUpAt when the replica had everything, as {@link System#nanoTime()}
	 * @param reason what stands in the way, or {@code null}
	 * @param since when the condition was seen first
	 */
	private record Observation(ReplicaCondition condition, @Nullable Long caughtUpAt, @Nullable String reason,
			Instant since) {

	}

}
