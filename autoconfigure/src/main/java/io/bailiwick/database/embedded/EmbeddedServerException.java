package io.bailiwick.database.embedded;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * The embedded server could not be started; says why and what to do about it.
 */
public class EmbeddedServerException extends FailureAnalyzedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception that nothing else caused.
	 * @param description what happened, where, and what was left as it was
	 * @param action what to do next
	 */
	public EmbeddedServerException(String description, String action) {
		super(description, action);
	}

	/**
	 * Creates an exception for a failure that something else caused.
	 * @param description what happened, where, and what was left as it was
	 * @param action what to do next
	 * @param cause what caused it
	 */
	public EmbeddedServerException(String description, String action, Throwable cause) {
		super(description, action, cause);
	}

}
