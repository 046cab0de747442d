package io.bailiwick.transaction.guard;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts what guards find, and refuses it or writes it to the log: once a minute for each
 * place, so that a fault in a method that is called all the time does not fill the disk.
 */
final class Findings {

	private static final Log logger = LogFactory.getLog(Guard.class);

	private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

	private static final int MAXIMUM_PLACES = 1000;

	private final GuardSettings settings;

	private final List<GuardObserver> observers = new CopyOnWriteArrayList<>();

	private final Map<String, Spoken> spoken = new ConcurrentHashMap<>();

	Findings(GuardSettings settings) {
		this.settings = settings;
	}

	void observe(GuardObserver observer) {
		this.observers.add(observer);
	}

	void count(Guard guard, String domain, GuardAction action) {
		this.observers.forEach((observer) -> observer.found(guard, domain, action));
	}

	void report(Finding finding) {
		if (this.settings.mode(finding.guard()) == GuardMode.FAIL) {
			refuse(finding);
		}
		warn(finding);
	}

	void refuse(Finding finding) {
		count(finding.guard(), finding.domain(), GuardAction.REFUSED);
		throw new GuardException(finding.guard(), finding.message(GuardMode.FAIL, ""));
	}

	void warn(Finding finding) {
		count(finding.guard(), finding.domain(), GuardAction.WARNED);
		long silent = speaks(finding.guard() + " " + finding.domain() + " " + finding.place());
		if (silent >= 0) {
			logger.warn(finding.message(this.settings.mode(finding.guard()),
					(silent > 0) ? " (%d more since the last time.)".formatted(silent) : ""));
		}
	}

	/**
	 * Whether it is time to speak of a place.
	 * @return how often nothing was said since the last time, or -1 if nothing is to be
	 * said now
	 */
	private long speaks(String place) {
		long now = System.nanoTime();
		if (this.spoken.size() >= MAXIMUM_PLACES) {
			this.spoken.clear();
		}
		Spoken last = this.spoken.compute(place,
				(key, before) -> (before != null) ? before.next(now) : new Spoken(now, 0, 0));
		return last.saying();
	}

	/**
	 * When something was said of a place, how often nothing since, and what is to be said
	 * now: -1 is nothing.
	 */
	private record Spoken(long at, long silent, long saying) {

		Spoken next(long now) {
			return (now - this.at < PAUSE) ? new Spoken(this.at, this.silent + 1, -1) : new Spoken(now, 0, this.silent);
		}

	}

}
