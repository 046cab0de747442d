package io.bailiwick.database.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Thrown when a column that must have a value gets none (SQLSTATE 23502).
 */
public class NotNullViolationException extends DataIntegrityViolationException implements ConstraintViolation {

	private final ServerError violation;

	NotNullViolationException(String message, ServerError violation, Throwable cause) {
		super(message, cause);
		this.violation = violation;
	}

	@Override
	public @Nullable String getConstraint() {
		return this.violation.getConstraint();
	}

	@Override
	public @Nullable String getSchema() {
		return this.violation.getSchema();
	}

	@Override
	public @Nullable String getTable() {
		return this.violation.getTable();
	}

	@Override
	public List<String> getColumns() {
		return this.violation.getColumns();
	}

}
