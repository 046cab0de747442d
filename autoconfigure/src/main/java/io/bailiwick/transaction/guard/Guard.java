package io.bailiwick.transaction.guard;

import java.util.Locale;

/**
 * What is looked out for.
 */
public enum Guard {

	/**
	 * Writing in a second database inside a writing transaction on a first one: no commit
	 * covers both.
	 */
	SECOND_DATABASE,

	/**
	 * A new transaction beside an open one of the same thread and pool: where every
	 * connection is held by such a thread, all of them wait for ever.
	 */
	REQUIRES_NEW,

	/**
	 * A statement outside of any transaction.
	 */
	NO_TRANSACTION,

	/**
	 * A transaction that is open for too long.
	 */
	LONG_TRANSACTION,

	/**
	 * One text executed many times in one transaction.
	 */
	REPEATED_STATEMENTS;

	/**
	 * Return the name by which properties and metrics call the guard.
	 * @return lower case, with dashes
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the property that sets the mode of the guard.
	 * @return its full name
	 */
	public String property() {
		return "bailiwick.guards." + id();
	}

}
