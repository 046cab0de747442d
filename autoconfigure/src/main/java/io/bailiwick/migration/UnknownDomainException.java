package io.bailiwick.migration;

import java.util.Set;

import io.bailiwick.domain.NearestName;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Somebody named a domain that does not exist.
 */
public final class UnknownDomainException extends FailureAnalyzedException {

	UnknownDomainException(String name, Set<String> known) {
		super("There is no domain '%s'.%s Nothing was changed.".formatted(name, NearestName.hint(name, known)),
				"The domains are: %s.".formatted(String.join(", ", known)));
	}

}
