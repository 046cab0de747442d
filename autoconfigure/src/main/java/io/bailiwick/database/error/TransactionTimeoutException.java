package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server ended a session because its transaction took too long (SQLSTATE
 * 25P04, {@code transaction_timeout}).
 */
public class TransactionTimeoutException extends UncategorizedServerException {

	TransactionTimeoutException(String message, String task, @Nullable String sql, SQLException cause) {
		super(message, task, sql, cause);
	}

}
