package io.bailiwick.transaction.guard;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Thrown when a guard refuses something. Its message says what was left as it was.
 * <p>
 * It is no {@code TransactionException} on purpose: Spring ends a transaction without a
 * rollback if one is thrown before its COMMIT, and the connection then commits.
 */
public class GuardException extends InvalidDataAccessApiUsageException {

	private final Guard guard;

	/**
	 * Create an exception.
	 * @param guard the guard that refuses
	 * @param message what happened, where, what was left as it was, and what to do next
	 */
	public GuardException(Guard guard, String message) {
		super(message);
		this.guard = guard;
	}

	/**
	 * Return the guard that has refused.
	 * @return the guard
	 */
	public Guard getGuard() {
		return this.guard;
	}

}
