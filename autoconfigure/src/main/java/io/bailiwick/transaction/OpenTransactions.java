package io.bailiwick.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Which transactions have a connection now, for whoever waits for one in vain, and when
 * they began. Remembers more than pools commonly have connections, and allocates nothing
 * for it.
 */
final class OpenTransactions {

	private static final int PLACES = 256;

	private static final int LOOKED_AT = 8;

	private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(PLACES);

	private final @Nullable String[] names = new String[PLACES];

	private final long[] begins = new long[PLACES];

	private final TransactionOutcome[] outcomes = new TransactionOutcome[PLACES];

	/**
	 * A transaction of the current thread has a connection.
	 * @param name its name
	 * @param time when it asked for it, in the time of {@link System#nanoTime()}
	 */
	void begun(@Nullable String name, long time) {
		Thread thread = Thread.currentThread();
		int first = first(thread);
		for (int i = 0; i < LOOKED_AT; i++) {
			int place = (first + i) % PLACES;
			if (this.threads.get(place) == null && this.threads.compareAndSet(place, null, thread)) {
				this.names[place] = name;
				this.begins[place] = time;
				this.outcomes[place] = TransactionOutcome.ROLLED_BACK;
				return;
			}
		}
	}

	/**
	 * How the newest transaction of the current thread will end is not a rollback.
	 */
	void outcome(TransactionOutcome outcome) {
		int place = newest();
		if (place >= 0) {
			this.outcomes[place] = outcome;
		}
	}

	/**
	 * The newest transaction of the current thread has given its connection back.
	 */
	void ended(TransactionObserver.@Nullable OfDomain observer) {
		int place = newest();
		if (place >= 0) {
			long begin = this.begins[place];
			TransactionOutcome outcome = this.outcomes[place];
			this.threads.setRelease(place, null);
			if (observer != null) {
				observer.ended(outcome, System.nanoTime() - begin);
			}
		}
	}

	private int newest() {
		Thread thread = Thread.currentThread();
		int first = first(thread);
		int newest = -1;
		for (int i = 0; i < LOOKED_AT; i++) {
			int place = (first + i) % PLACES;
			if (this.threads.getPlain(place) == thread
					&& (newest < 0 || this.begins[place] - this.begins[newest] >= 0)) {
				newest = place;
			}
		}
		return newest;
	}

	private static int first(Thread thread) {
		return System.identityHashCode(thread) & (PLACES - 1);
	}

	/**
	 * Describe them, the oldest first.
	 */
	List<String> describe() {
		long now = System.nanoTime();
		record Open(String thread, @Nullable String name, long nanos) {

		}
		List<Open> found = new ArrayList<>();
		for (int place = 0; place < PLACES; place++) {
			Thread thread = this.threads.get(place);
			if (thread != null) {
				found.add(new Open(thread.getName(), this.names[place], now - this.begins[place]));
			}
		}
		return found.stream()
			.sorted((one, other) -> Long.compare(other.nanos(), one.nanos()))
			.map((open) -> "%s for %d ms in the thread '%s'".formatted(
					(open.name() != null) ? "'" + open.name() + "'" : "one without a name",
					Duration.ofNanos(open.nanos()).toMillis(), open.thread()))
			.toList();
	}

}
