package io.bailiwick.migration.script;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when the files of a domain can not be run as they stand; no database has been
 * touched by then.
 */
public class ScriptException extends FailureAnalyzedException {

	/**
	 * Create an exception that names the file and what to do about it.
	 * @param description what is wrong, with the path of the file
	 * @param action what to do next
	 */
	public ScriptException(String description, String action) {
		super(description, action);
	}

}
