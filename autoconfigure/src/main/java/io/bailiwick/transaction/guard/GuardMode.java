package io.bailiwick.transaction.guard;

/**
 * What happens when a guard finds what it looks out for.
 */
public enum GuardMode {

	/**
	 * Nobody looks.
	 */
	OFF,

	/**
	 * The log says so, at most once a minute for each place; the work goes on.
	 */
	WARN,

	/**
	 * It is refused with a {@link GuardException}.
	 */
	FAIL

}
