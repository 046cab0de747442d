package io.bailiwick.migration.event;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a listener does not let a domain or a migration begin.
 */
public class VetoException extends FailureAnalyzedException {

	VetoException(String what, DomainMigrationListener listener, RuntimeException cause) {
		super("The listener %s did not let %s begin: %s%n%nNothing of it was run."
			.formatted(listener.getClass().getName(), what, cause),
				"Remove what the listener objects to, or the listener, and start again.", cause);
	}

}
