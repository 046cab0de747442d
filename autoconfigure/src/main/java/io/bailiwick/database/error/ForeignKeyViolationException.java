package io.bailiwick.database.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Thrown when a row that is referred to does not exist, or is to be removed while others
 * refer to it (SQLSTATE 23503, and 23001 for {@code RESTRICT} since PostgreSQL 18).
 */
public class ForeignKeyViolationException extends DataIntegrityViolationException implements ConstraintViolation {

	private final ServerError violation;

	ForeignKeyViolationException(String message, ServerError violation, Throwable cause) {
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
