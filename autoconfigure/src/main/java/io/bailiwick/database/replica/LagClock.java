package io.bailiwick.database.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Tells how far a replica is behind from where the primary was when, and where the
 * replica is now. All times are of this machine's {@link System#nanoTime()}.
 * <p>
 * What a standby says about itself is not enough: it has received everything it knows of
 * while the network holds the rest back, the last transaction it replayed is hours old
 * when the primary is idle, and its clock is not the primary's.
 */
final class LagClock {

	private static final int CAPACITY = 1024;

	private final Deque<Sample> samples = new ArrayDeque<>();

	private @Nullable Long caughtUpAt;

	/**
	 * Take down where the primary was.
	 * @param position the end of its write-ahead log, in bytes
	 * @param at a time before it was asked
	 */
	void primaryWas(long position, long at) {
		Sample last = this.samples.peekLast();
		if (last != null && last.position() == position) {
			this.samples.removeLast();
		}
		if (this.samples.size() == CAPACITY) {
			this.samples.removeFirst();
		}
		this.samples.addLast(new Sample(position, at));
	}

	/**
	 * Take down how far a replica has come that follows the primary. One that does not
	 * follow may look ahead of a primary that has been promoted past it.
	 * @param position the end of what it has replayed, in bytes
	 */
	void replicaReached(long position) {
		Iterator<Sample> newestFirst = this.samples.descendingIterator();
		while (newestFirst.hasNext()) {
			Sample sample = newestFirst.next();
			if (sample.position() <= position) {
				this.caughtUpAt = sample.at();
				this.samples.removeIf((other) -> other.at() - sample.at() < 0);
				return;
			}
		}
	}

	/**
	 * Return whether the primary was further on when it was asked last.
	 */
	boolean isBehind(long position) {
		Sample last = this.samples.peekLast();
		return last != null && last.position() > position;
	}

	/**
	 * Return the last time at which nothing was on the primary that the replica has not
	 * replayed by now.
	 * @return the time, or {@code null} if there was none yet
	 */
	@Nullable Long caughtUpAt() {
		return this.caughtUpAt;
	}

	private record Sample(long position, long at) {

	}

}
