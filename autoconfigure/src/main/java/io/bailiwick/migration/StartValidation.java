package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.review.HistoryTable;
import io.bailiwick.migration.review.ReviewedDomain;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Refuses a start where migrations are pending or are not those that were applied. It
 * changes nothing and takes no lock.
 */
final class StartValidation {

	private final MigrationContext context;

	private final List<Domain> domains;

	StartValidation(MigrationContext context, List<Domain> domains) {
		this.context = context;
		this.domains = domains;
	}

	void check() {
		List<DomainMigrationException> failures = new ArrayList<>();
		for (Database database : this.context.inhabitedBy(this.domains)) {
			check(database, MigrationContext.in(database, this.domains), failures);
		}
		if (failures.size() == 1) {
			throw failures.get(0);
		}
		if (!failures.isEmpty()) {
			throw together(failures);
		}
	}

	private void check(Database database, List<Domain> inhabitants, List<DomainMigrationException> failures) {
		Database seen = this.context.seenByApplication(database);
		try (Connection connection = seen.connect()) {
			connection.setAutoCommit(true);
			List<Domain> upToDate = new UpToDateDomains(inhabitants,
					(domain) -> this.context.plan(domain).migrationsAlone())
				.find(connection);
			List<Domain> doubtful = inhabitants.stream().filter((domain) -> !upToDate.contains(domain)).toList();
			List<Lack> lacks = new DomainCoverage(doubtful, MigrationScope.all(), this.context::plan)
				.lacking(connection);
			for (Domain domain : doubtful) {
				Lack lack = lacks.stream().filter((candidate) -> candidate.concerns(domain)).findFirst().orElse(null);
				DomainMigrationException failure = check(seen, domain, lack);
				if (failure != null) {
					failures.add(failure);
				}
			}
		}
		catch (SQLException ex) {
			throw new DomainMigrationException(
					"How far the domains in %s have come could not be read: %s [SQLSTATE %s].%n%nNothing was changed."
						.formatted(seen.location().describe(), ex.getMessage(), ex.getSQLState()),
					"Check the server's log and start again.", ex);
		}
	}

	/**
	 * What differs comes first: as long as it does, nothing that is missing could be
	 * applied.
	 */
	private @Nullable DomainMigrationException check(Database database, Domain domain, @Nullable Lack lack) {
		ReviewedDomain reviewed = this.context.review(domain, MigrationScope.all());
		try {
			DomainMigrationException different = new ValidationFailure(reviewed).find();
			return (different == null && lack != null) ? behind(database, domain, lack) : different;
		}
		catch (FlywayException ex) {
			return (lack != null) ? behind(database, domain, lack) : untold(database, reviewed, ex);
		}
	}

	private DomainMigrationException behind(Database database, Domain domain, Lack lack) {
		String mend = lack.forbidden() ? lack.howToPermit(this.context.settings().historyTable())
				: "Migrate with this version of the application: %s. Or let the start do it: 'bailiwick.migration.mode=migrate' ('wait' lets it wait for who does)."
					.formatted(DatabaseCommand.of("migrate", domain.name()));
		return new DomainMigrationException(
				"The domain '%s' in %s is not as far as this application needs.%n%n    %s%n%nNothing was changed."
					.formatted(domain.name(), database.location().describe(), lack.reason()),
				mend);
	}

	private static DomainMigrationException untold(Database database, ReviewedDomain reviewed, FlywayException cause) {
		Domain domain = reviewed.domain();
		return new DomainMigrationException(
				"The files of the domain '%s' are not the ones that its history %s in %s records, and this role could not find out more: %s%n%nNothing was changed."
					.formatted(domain.name(), new HistoryTable(domain, reviewed.flyway()).name(),
							database.location().describe(),
							String.valueOf(cause.getMessage()).lines().findFirst().orElse("")),
				"Ask with the role that migrates: %s.".formatted(DatabaseCommand.of("validate", domain.name())), cause);
	}

	private static DomainMigrationException together(List<DomainMigrationException> failures) {
		return new DomainMigrationException(
				"%d domains are not as this application needs them.%n%n%s".formatted(failures.size(),
						numbered(failures, FailureAnalysis::getDescription)),
				numbered(failures, FailureAnalysis::getAction), failures.get(0));
	}

	private static String numbered(List<DomainMigrationException> failures, Function<FailureAnalysis, String> part) {
		return IntStream.range(0, failures.size())
			.mapToObj((index) -> "(%d) %s".formatted(index + 1, part.apply(failures.get(index).analysis())))
			.collect(Collectors.joining(System.lineSeparator() + System.lineSeparator()));
	}

}
