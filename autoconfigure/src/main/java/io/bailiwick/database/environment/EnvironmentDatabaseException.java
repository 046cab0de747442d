package io.bailiwick.database.environment;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * An environment variable that was meant to say where a database is, and can not be
 * understood. The start fails with it before anything is connected; its message names the
 * variable and shows its value with every password masked.
 */
public class EnvironmentDatabaseException extends FailureAnalyzedException {

	EnvironmentDatabaseException(String description, String action) {
		super(description, action);
	}

}
