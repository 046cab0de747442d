package io.bailiwick.transaction.guard;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * Something that a guard has found.
 *
 * @param guard the guard
 * @param domain the domain, or the database where no single domain can be told
 * @param place what tells it from other findings
 * @param what what happened, and where
 * @param refused what was left as it was, if it is refused
 * @param warned what happens all the same, if it is not
 * @param remedy what to do next
 */
record Finding(Guard guard, String domain, String place, Supplier<String> what, String refused, String warned,
		String remedy) {

	String message(GuardMode mode, String more) {
		return "%s %s%s%n%s '%s' (now: %s) says what happens in such a case.".formatted(this.what.get(),
				(mode == GuardMode.FAIL) ? this.refused : this.warned, more, this.remedy, this.guard.property(),
				mode.name().toLowerCase(Locale.ROOT));
	}

}
