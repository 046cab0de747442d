package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server ended a session, and rolled back its transaction, because the
 * client let it wait too long (SQLSTATE 25P03,
 * {@code idle_in_transaction_session_timeout}).
 */
public class IdleInTransactionTimeoutException extends UncategorizedServerException {

	IdleInTransactionTimeoutException(String message, String task, @Nullable String sql, SQLException cause) {
		super(message, task, sql, cause);
	}

}
