package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.UncategorizedSQLException;

/**
 * What Spring has no category for.
 */
abstract class UncategorizedServerException extends UncategorizedSQLException {

	private final String message;

	UncategorizedServerException(String message, String task, @Nullable String sql, SQLException cause) {
		super(task, sql, cause);
		this.message = message;
	}

	@Override
	public String getMessage() {
		return this.message;
	}

}
