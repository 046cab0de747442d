package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a lock could not be had within the server's {@code lock_timeout} (SQLSTATE
 * 55P03).
 */
public class LockTimeoutException extends LockNotAvailableException {

	LockTimeoutException(String message, String task, @Nullable String sql, SQLException cause) {
		super(message, task, sql, cause);
	}

}
