package io.bailiwick.database.error;

import org.springframework.dao.QueryTimeoutException;

/**
 * Thrown when a statement was canceled (SQLSTATE 57014): by a timeout of the client, such
 * as that of JDBC, or by somebody.
 */
public class StatementCanceledException extends QueryTimeoutException {

	StatementCanceledException(String message, Throwable cause) {
		super(message, cause);
	}

}
