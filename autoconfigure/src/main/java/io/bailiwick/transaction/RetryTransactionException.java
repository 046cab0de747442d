package io.bailiwick.transaction;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when {@link RetryTransaction} stands where it can not do what it says; the
 * application does not start.
 */
public class RetryTransactionException extends FailureAnalyzedException {

	RetryTransactionException(String description, String action) {
		super(description, action);
	}

}
