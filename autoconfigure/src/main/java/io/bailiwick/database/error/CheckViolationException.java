package io.bailiwick.database.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Thrown when a row does not satisfy a check constraint, or fits no partition (SQLSTATE
 * 23514).
 */
public class CheckViolationException extends DataIntegrityViolationException implements ConstraintViolation {

	private final ServerError violation;

	CheckViolationException(String message, ServerError violation, Throwable cause) {
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
