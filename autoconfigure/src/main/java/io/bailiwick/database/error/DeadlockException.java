package io.bailiwick.database.error;

import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Thrown when transactions wait for each other and the server chose this one to be rolled
 * back (SQLSTATE 40P01). The whole transaction may be executed again.
 */
public class DeadlockException extends PessimisticLockingFailureException {

	DeadlockException(String message, Throwable cause) {
		super(message, cause);
	}

}
