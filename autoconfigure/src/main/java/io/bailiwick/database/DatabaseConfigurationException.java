package io.bailiwick.database;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when an application says nothing about its database, or something that can not
 * be meant; no database has been touched by then.
 */
public class DatabaseConfigurationException extends FailureAnalyzedException {

	/**
	 * Create an exception that tells what is wrong and how to mend it.
	 * @param description what is wrong and where it stands
	 * @param action what to do next
	 */
	public DatabaseConfigurationException(String description, String action) {
		super(description, action);
	}

}
