package io.bailiwick.autoconfigure;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when an application can not do what its command line asks for.
 */
final class CommandException extends FailureAnalyzedException {

	CommandException(String description, String action) {
		super(description, action);
	}

}
