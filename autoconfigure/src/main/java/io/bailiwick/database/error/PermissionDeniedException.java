package io.bailiwick.database.error;

import java.sql.SQLException;

import org.springframework.jdbc.BadSqlGrammarException;

/**
 * Thrown when the role that is connected may not do what a statement does (SQLSTATE
 * 42501). The grammar of the statement is all right: Spring files the code there.
 */
public class PermissionDeniedException extends BadSqlGrammarException {

	private final String message;

	PermissionDeniedException(String message, String task, String sql, SQLException cause) {
		super(task, sql, cause);
		this.message = message;
	}

	@Override
	public String getMessage() {
		return this.message;
	}

}
