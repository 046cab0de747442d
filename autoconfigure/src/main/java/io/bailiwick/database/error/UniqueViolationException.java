package io.bailiwick.database.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;

/**
 * Thrown when a key exists already (SQLSTATE 23505).
 */
public class UniqueViolationException extends DuplicateKeyException implements ConstraintViolation {

	private final ServerError violation;

	UniqueViolationException(String message, ServerError violation, Throwable cause) {
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
