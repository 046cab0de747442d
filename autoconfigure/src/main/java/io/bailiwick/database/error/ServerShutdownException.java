package io.bailiwick.database.error;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Thrown when the server ended the session or accepts none: an administrator ended the
 * session or stops the server, another process of it crashed, or it is starting (SQLSTATE
 * 57P01, 57P02, 57P03).
 */
public class ServerShutdownException extends DataAccessResourceFailureException {

	ServerShutdownException(String message, Throwable cause) {
		super(message, cause);
	}

}
