package io.bailiwick.database.error;

/**
 * Thrown when a statement took longer than the server's {@code statement_timeout}
 * (SQLSTATE 57014).
 */
public class StatementTimeoutException extends StatementCanceledException {

	StatementTimeoutException(String message, Throwable cause) {
		super(message, cause);
	}

}
