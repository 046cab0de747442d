package io.bailiwick.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Which transactions have a connection now, for whoever waits for one in vain, and when
 * they began.
 * <p>
 * Has more places than pools commonly have connections, and a transaction that finds none
 * is not seen. Every transaction passes by here: nothing is allocated, and nothing is
 * referred to from here that was not before, which a garbage collector would have to be
 * told.
 */
final class OpenTransactions {

	private static final int PLACES = 256;

	private static final int LOOKED_AT = 8;

	private static final long FREE = 0;

	private static final byte ROLLED_BACK = 0;

	private static final byte COMMITTED = 1;

	private static final byte UNKNOWN = 2;

	/** The ids of the threads. No thread has the id 0. */
	private final AtomicLongArray threads = new AtomicLongArray(PLACES);

	private final @Nullable String[] names = new String[PLACES];

	private final long[] begins = new long[PLACES];

	private final byte[] outcomes = new byte[PLACES];

	/**
	 * A transaction of the current thread has a connection.
	 * @param name its name
	 * @param time when it asked for it, in the time of {@link System#nanoTime()}
	 */
	void begun(@Nullable String name, long time) {
		long thread = Thread.currentThread().getId();
		for (int i = 0; i < LOOKED_AT; i++) {
			int place = place(thread, i);
			if (this.threads.getPlain(place) == FREE && this.threads.compareAndSet(place, FREE, thread)) {
				if (this.names[place] != name) {
					this.names[place] = name;
				}
				this.begins[place] = time;
				this.outcomes[place] = ROLLED_BACK;
				return;
			}
		}
	}

	/**
	 * The newest transaction of the current thread will end with a commit.
	 */
	void committed() {
		outcome(COMMITTED);
	}

	/**
	 * How the newest transaction of the current thread ends is not known.
	 */
	void unknown() {
		outcome(UNKNOWN);
	}

	private void outcome(byte outcome) {
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
			byte outcome = this.outcomes[place];
			this.threads.setRelease(place, FREE);
			if (observer != null) {
				TransactionOutcome known = switch (outcome) {
					case COMMITTED -> TransactionOutcome.COMMITTED;
					case UNKNOWN -> TransactionOutcome.UNKNOWN;
					default -> TransactionOutcome.ROLLED_BACK;
				};
				observer.ended(known, System.nanoTime() - begin);
			}
		}
	}

	private int newest() {
		long thread = Thread.currentThread().getId();
		int newest = -1;
		for (int i = 0; i < LOOKED_AT; i++) {
			int place = place(thread, i);
			if (this.threads.getPlain(place) == thread
					&& (newest < 0 || this.begins[place] - this.begins[newest] >= 0)) {
				newest = place;
			}
		}
		return newest;
	}

	private static int place(long thread, int offset) {
		return ((int) thread + offset) & (PLACES - 1);
	}

	/**
	 * Describe them, the oldest first.
	 */
	List<String> describe() {
		long now = System.nanoTime();
		Map<Long, Thread> known = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.collect(Collectors.toMap(Thread::getId, Function.identity()));
		List<Open> found = new ArrayList<>();
		for (int place = 0; place < PLACES; place++) {
			long id = this.threads.get(place);
			if (id != FREE) {
				Thread thread = known.get(id);
				found.add(new Open((thread != null) ? thread.getName() : String.valueOf(id), this.names[place],
						now - this.begins[place]));
			}
		}
		return found.stream().sorted(Comparator.comparing(Open::nanos).reversed()).map(Open::toString).toList();
	}

	private record Open(String thread, @Nullable String name, long nanos) {

		@Override
		public String toString() {
			return "%s for %d ms in the thread '%s'".formatted(
					(this.name != null) ? "'" + this.name + "'" : "one without a name",
					Duration.ofNanos(this.nanos).toMillis(), this.thread);
		}

	}

}
