package io.bailiwick.domain;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when the domains of an application can not be what its configuration says;
 * nothing has been started or changed by then.
 */
public class DomainConfigurationException extends FailureAnalyzedException {

	/**
	 * Create an exception that tells what is wrong and how to mend it.
	 * @param description what is wrong and where it stands
	 * @param action what to do next
	 */
	public DomainConfigurationException(String description, String action) {
		super(description, action);
	}

}
