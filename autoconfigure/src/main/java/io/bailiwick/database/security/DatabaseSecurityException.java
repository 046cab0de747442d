package io.bailiwick.database.security;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a pool can not be given the certificates or the credentials that are meant
 * for it; no connection is opened without them.
 */
public class DatabaseSecurityException extends FailureAnalyzedException {

	DatabaseSecurityException(String description, String action, Throwable cause) {
		super(description, action, cause);
	}

	DatabaseSecurityException(String description, String action) {
		super(description, action);
	}

	static DatabaseSecurityException alreadyRunning(String database, String what) {
		return new DatabaseSecurityException(
				"The pool of the database '%s' has opened connections before it was given %s.".formatted(database,
						what),
				"Let no bean take a connection while it is being created: the pool has to be complete first.");
	}

}
