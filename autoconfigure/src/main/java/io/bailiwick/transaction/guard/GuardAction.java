package io.bailiwick.transaction.guard;

import java.util.Locale;

/**
 * What became of something that a guard has found.
 */
public enum GuardAction {

	/**
	 * It was counted only: it is no fault by itself.
	 */
	COUNTED,

	/**
	 * It was let through because it is on the list of what is allowed.
	 */
	ALLOWED,

	/**
	 * It was let through; the log says so.
	 */
	WARNED,

	/**
	 * It was refused.
	 */
	REFUSED;

	/**
	 * Return the name by which metrics call it.
	 * @return lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
