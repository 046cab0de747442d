package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a lock is held by another transaction (SQLSTATE 55P03): at once with
 * {@code NOWAIT}, or after a time.
 */
public class LockNotAvailableException extends UncategorizedServerException {

	LockNotAvailableException(String message, String task, @Nullable String sql, SQLException cause) {
		super(message, task, sql, cause);
	}

}
