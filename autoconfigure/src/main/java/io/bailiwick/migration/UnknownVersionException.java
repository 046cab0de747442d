package io.bailiwick.migration;

import java.util.List;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Somebody named a version that no migration of the domain has.
 */
public final class UnknownVersionException extends FailureAnalyzedException {

	UnknownVersionException(String domain, String version, List<String> known) {
		super("The domain '%s' has no migration with the version '%s'. Nothing was changed.".formatted(domain, version),
				known.isEmpty() ? "It has no versions at all."
						: "Its versions are: %s.".formatted(String.join(", ", known)));
	}

}
