package io.bailiwick.migration.adopt;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * A database can not be taken over as it is, or not as it was asked for. Nothing has been
 * changed.
 */
public class AdoptionException extends FailureAnalyzedException {

	/**
	 * Create an exception.
	 * @param description what stands in the way
	 * @param action what to do
	 */
	public AdoptionException(String description, String action) {
		super(description + "%n%nNothing was changed.".formatted(), action);
	}

	/**
	 * Create an exception with a cause.
	 * @param description what stands in the way
	 * @param action what to do
	 * @param cause what was thrown below
	 */
	public AdoptionException(String description, String action, Throwable cause) {
		super(description + "%n%nNothing was changed.".formatted(), action, cause);
	}

}
