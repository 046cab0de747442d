package io.bailiwick.database.error;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Thrown when the server, the database or the role has no connection left (SQLSTATE
 * 53300).
 */
public class TooManyConnectionsException extends DataAccessResourceFailureException {

	TooManyConnectionsException(String message, Throwable cause) {
		super(message, cause);
	}

}
