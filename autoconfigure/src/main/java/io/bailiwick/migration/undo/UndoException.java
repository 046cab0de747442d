package io.bailiwick.migration.undo;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when something can not or must not be undone. The message says what was left as
 * it was.
 */
public class UndoException extends FailureAnalyzedException {

	/**
	 * Create an exception.
	 * @param description what happened, where, and what was left as it was
	 * @param action what to do next
	 */
	public UndoException(String description, @Nullable String action) {
		super(description, action);
	}

	/**
	 * Create an exception with a cause.
	 * @param description what happened, where, and what was left as it was
	 * @param action what to do next
	 * @param cause what was thrown below
	 */
	public UndoException(String description, @Nullable String action, Throwable cause) {
		super(description, action, cause);
	}

}
