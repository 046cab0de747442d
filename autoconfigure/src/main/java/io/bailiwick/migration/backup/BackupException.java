package io.bailiwick.migration.backup;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when data could not be saved or brought back. The message says what was left as
 * it was.
 */
public class BackupException extends FailureAnalyzedException {

	/**
	 * Create an exception.
	 * @param description what happened, and what was left as it was
	 * @param action what to do next
	 */
	public BackupException(String description, String action) {
		super(description, action);
	}

	/**
	 * Create an exception with a cause.
	 * @param description what happened, and what was left as it was
	 * @param action what to do next
	 * @param cause what was thrown below
	 */
	public BackupException(String description, String action, Throwable cause) {
		super(description, action, cause);
	}

}
