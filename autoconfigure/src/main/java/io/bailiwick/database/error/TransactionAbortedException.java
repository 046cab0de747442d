package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a transaction goes on after one of its statements failed (SQLSTATE 25P02).
 */
public class TransactionAbortedException extends UncategorizedServerException {

	TransactionAbortedException(String message, String task, @Nullable String sql, SQLException cause) {
		super(message, task, sql, cause);
	}

}
