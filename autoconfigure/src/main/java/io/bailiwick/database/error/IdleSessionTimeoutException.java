package io.bailiwick.database.error;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Thrown when the server ended a session that did nothing for too long (SQLSTATE 57P05,
 * {@code idle_session_timeout}).
 */
public class IdleSessionTimeoutException extends DataAccessResourceFailureException {

	IdleSessionTimeoutException(String message, Throwable cause) {
		super(message, cause);
	}

}
