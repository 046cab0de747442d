package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.Comparison;
import io.bailiwick.migration.history.ExpectedHistory;
import io.bailiwick.migration.history.Histories;
import io.bailiwick.migration.history.History;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Finds the domains of one database for which Flyway would find nothing to do, without
 * asking Flyway. Whatever is not certain is left to it.
 */
final class UpToDateDomains {

	private static final Log logger = LogFactory.getLog(UpToDateDomains.class);

	private final List<Domain> domains;

	private final Function<Domain, DomainPlan> plans;

	UpToDateDomains(List<Domain> domains, Function<Domain, DomainPlan> plans) {
		this.domains = domains;
		this.plans = plans;
	}

	/**
	 * Look at all histories at once.
	 * @param connection a connection to the database, with auto-commit
	 * @return the domains with nothing to do
	 */
	List<Domain> find(Connection connection) {
		try {
			if (!DatabaseKind.isPostgreSql(connection)) {
				return List.of();
			}
			List<ExpectedHistory> expected = new ArrayList<>();
			this.domains.forEach((domain) -> expected.addAll(this.plans.apply(domain).expected()));
			Iterator<History> histories = Histories
				.read(connection, expected.stream().map(ExpectedHistory::table).toList())
				.iterator();
			return this.domains.stream().filter((domain) -> isUpToDate(domain, histories)).toList();
		}
		catch (SQLException ex) {
			logger.debug("The histories could not be read at once", ex);
			return List.of();
		}
	}

	private boolean isUpToDate(Domain domain, Iterator<History> histories) {
		List<ExpectedHistory> expected = this.plans.apply(domain).expected();
		boolean upToDate = !expected.isEmpty();
		for (ExpectedHistory part : expected) {
			Comparison comparison = part.compareWith(histories.next());
			if (!comparison.nothingToDo()) {
				logger.debug(LogMessage.format("Flyway is asked about the domain '%s': %s", domain.name(),
						comparison.difference()));
				upToDate = false;
			}
			else if (comparison.unknownVersion() != null) {
				logger.warn(LogMessage.format(
						"The domain '%s' has the version %s, which is newer than its files: a newer application has been here.",
						domain.name(), comparison.unknownVersion()));
			}
		}
		return upToDate;
	}

}
