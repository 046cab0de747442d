package io.bailiwick.transaction.idempotency;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a domain that uses {@link Idempotency} has no table for it, or one that can
 * not be used. The action has the SQL to execute.
 */
public class IdempotencyTableException extends FailureAnalyzedException {

	/**
	 * Create an exception.
	 * @param description what is wrong with the table
	 * @param action the SQL to execute
	 * @param cause the server's error
	 */
	public IdempotencyTableException(String description, String action, Throwable cause) {
		super(description, action, cause);
	}

}
