package io.bailiwick.migration;

import java.util.List;
import java.util.stream.Collectors;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.role.Violation;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a domain's application role may do more than it should, or less; the
 * migrations before it are applied and recorded.
 */
public class RolesViolatedException extends FailureAnalyzedException {

	RolesViolatedException(DatabaseLocation location, List<Violation> violations) {
		super("In %s the roles of the domains do not have the rights they should have.%n%n%s%n%nThe migrations are applied; the rights are as they were."
			.formatted(location.describe(),
					violations.stream()
						.map((violation) -> "    domain '%s': the role %s %s".formatted(violation.domain(),
								violation.role(), violation.problem()))
						.collect(Collectors.joining(System.lineSeparator()))),
				"Have an administrator execute this, then start again:%n%n%s".formatted(violations.stream()
					.map((violation) -> "    " + violation.remedy() + ";")
					.distinct()
					.collect(Collectors.joining(System.lineSeparator()))));
	}

}
