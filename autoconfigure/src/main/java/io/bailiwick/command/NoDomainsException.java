package io.bailiwick.command;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when there is nothing that a verb could work on.
 */
final class NoDomainsException extends FailureAnalyzedException {

	NoDomainsException() {
		super("The application has no domains.",
				"Put migrations into a folder per domain, src/main/resources/db/migration/<domain>, and see that 'bailiwick.enabled' is not false.");
	}

}
