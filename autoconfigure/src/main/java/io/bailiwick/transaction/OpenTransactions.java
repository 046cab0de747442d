package io.bailiwick.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Which transactions have a connection now, for whoever waits for one in vain. Remembers
 * as many as pools commonly have connections, and allocates nothing for it.
 */
final class OpenTransactions {

	private static final int PLACES = 256;

	private static final int LOOKED_AT = 16;

	private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(PLACES);

	private final @Nullable String[] names = new String[PLACES];

	private final long[] begins = new long[PLACES];

	void begun(@Nullable String name) {
		Thread thread = Thread.currentThread();
		int first = first(thread);
		for (int i = 0; i < LOOKED_AT; i++) {
			int place = (first + i) % PLACES;
			if (this.threads.get(place) == null && this.threads.compareAndSet(place, null, thread)) {
				this.names[place] = name;
				this.begins[place] = System.nanoTime();
				return;
			}
		}
	}

	/**
	 * The newest transaction of the current thread has ended.
	 */
	void ended() {
		Thread thread = Thread.currentThread();
		int first = first(thread);
		int newest = -1;
		for (int i = 0; i < LOOKED_AT; i++) {
			int place = (first + i) % PLACES;
			if (this.threads.getPlain(place) == thread
					&& (newest < 0 || this.begins[place] - this.begins[newest] > 0)) {
				newest = place;
			}
		}
		if (newest >= 0) {
			this.threads.setRelease(newest, null);
		}
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
