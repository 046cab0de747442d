package io.bailiwick.migration;

import java.util.List;
import java.util.stream.Collectors;

import io.bailiwick.migration.review.Finding;
import io.bailiwick.migration.review.FindingReader;
import io.bailiwick.migration.review.HistoryTable;
import io.bailiwick.migration.review.ReviewedDomain;
import org.jspecify.annotations.Nullable;

/**
 * Says where a domain's files and its history disagree.
 */
final class ValidationFailure {

	private final ReviewedDomain domain;

	ValidationFailure(ReviewedDomain domain) {
		this.domain = domain;
	}

	DomainMigrationException explain(RuntimeException failure) {
		DomainMigrationException found = find(failure);
		return (found != null) ? found : new DomainMigrationException(
				"The files of the domain '%s' could not be compared with its history: %s%n%nNothing was changed in this domain."
					.formatted(this.domain.domain().name(), failure.getMessage()),
				"Start again; if this stays, compare them by hand in %s.".formatted(history()), failure);
	}

	/**
	 * Look for disagreements.
	 * @return what to say about them, or {@code null} if there are none; what is pending
	 * is none
	 */
	@Nullable DomainMigrationException find() {
		return find(null);
	}

	private @Nullable DomainMigrationException find(@Nullable RuntimeException failure) {
		FindingReader reader = new FindingReader(this.domain);
		List<Finding> faults = reader.faults();
		if (faults.isEmpty()) {
			return null;
		}
		String list = faults.stream()
			.map((fault) -> "    - " + fault)
			.collect(Collectors.joining(System.lineSeparator()));
		String description = "The files of the domain '%s' are not the ones that its history %s records.%n%n%s%n%nNothing was changed in this domain."
			.formatted(this.domain.domain().name(), history(), list);
		String action = reader.remedies(faults);
		return (failure != null) ? new DomainMigrationException(description, action, failure)
				: new DomainMigrationException(description, action);
	}

	private String history() {
		return new HistoryTable(this.domain.domain(), this.domain.flyway()).name();
	}

}
