package io.bailiwick.migration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when the schema of a domain could not be brought to the state that its files
 * describe. The message says what was left as it was.
 */
public class DomainMigrationException extends FailureAnalyzedException {

	/**
	 * Create an exception.
	 * @param description what happened, where, and what was left as it was
	 * @param action what to do next
	 */
	public DomainMigrationException(String description, @Nullable String action) {
		super(description, action);
	}

	/**
	 * Create an exception with a cause.
	 * @param description what happened, where, and what was left as it was
	 * @param action what to do next
	 * @param cause what was thrown below
	 */
	public DomainMigrationException(String description, @Nullable String action, Throwable cause) {
		super(description, action, cause);
	}

}
