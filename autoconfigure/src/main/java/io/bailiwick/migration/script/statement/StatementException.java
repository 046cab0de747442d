package io.bailiwick.migration.script.statement;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a file that is about to run, or runs, has statements that can not run as
 * they stand. The message says what was left as it was.
 */
public class StatementException extends FailureAnalyzedException {

	/**
	 * Create an exception that names the file and what to do about it.
	 * @param description what is wrong, where, and what was left as it was
	 * @param action what to do next
	 */
	public StatementException(String description, String action) {
		super(description, action);
	}

}
