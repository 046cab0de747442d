package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a statement writes where only reading is possible: in a read-only
 * transaction, or on a server that is a standby (SQLSTATE 25006).
 */
public class ReadOnlyException extends UncategorizedServerException {

	ReadOnlyException(String message, String task, @Nullable String sql, SQLException cause) {
		super(message, task, sql, cause);
	}

}
