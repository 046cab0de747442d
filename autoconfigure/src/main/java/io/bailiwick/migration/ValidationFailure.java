package io.bailiwick.migration;

import java.util.List;
import java.util.stream.Collectors;

import io.bailiwick.migration.review.Finding;
import io.bailiwick.migration.review.FindingReader;
import io.bailiwick.migration.review.HistoryTable;
import io.bailiwick.migration.review.ReviewedDomain;

/**
 * Says where a domain's files and its history disagree.
 */
final class ValidationFailure {

	private final ReviewedDomain domain;

	ValidationFailure(ReviewedDomain domain) {
		this.domain = domain;
	}

	DomainMigrationException explain(RuntimeException failure) {
		String name = this.domain.domain().name();
		String history = new HistoryTable(this.domain.domain(), this.domain.flyway()).name();
		FindingReader reader = new FindingReader(this.domain);
		List<Finding> faults = reader.faults();
		if (faults.isEmpty()) {
			return new DomainMigrationException(
					"The files of the domain '%s' could not be compared with its history: %s%n%nNothing was changed in this domain."
						.formatted(name, failure.getMessage()),
					"Start again; if this stays, compare them by hand in %s.".formatted(history), failure);
		}
		String list = faults.stream()
			.map((fault) -> "    - " + fault)
			.collect(Collectors.joining(System.lineSeparator()));
		return new DomainMigrationException(
				"The files of the domain '%s' are not the ones that its history %s records.%n%n%s%n%nNothing was changed in this domain."
					.formatted(name, history, list),
				reader.remedies(faults), failure);
	}

}
