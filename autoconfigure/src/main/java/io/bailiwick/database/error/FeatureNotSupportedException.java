package io.bailiwick.database.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server lacks what a statement asks for (SQLSTATE 0A000).
 */
public class FeatureNotSupportedException extends UncategorizedServerException {

	FeatureNotSupportedException(String message, String task, @Nullable String sql, SQLException cause) {
		super(message, task, sql, cause);
	}

}
