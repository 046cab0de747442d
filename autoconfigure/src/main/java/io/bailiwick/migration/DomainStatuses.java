package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.Comparison;
import io.bailiwick.migration.history.Histories;
import io.bailiwick.migration.history.History;
import io.bailiwick.migration.history.TableName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Reads the statuses of many domains without asking Flyway about each.
 */
final class DomainStatuses {

	private static final Log logger = LogFactory.getLog(DomainStatuses.class);

	private final List<Domain> domains;

	private final Function<Domain, DomainPlan> plans;

	DomainStatuses(List<Domain> domains, Function<Domain, DomainPlan> plans) {
		this.domains = domains.stream().filter((domain) -> !plans.apply(domain).expected().isEmpty()).toList();
		this.plans = plans;
	}

	/**
	 * Read what can be told without Flyway.
	 * @return statuses by the names of the domains
	 */
	Map<String, DomainStatus> read(Database database) {
		Map<String, DomainStatus> statuses = new HashMap<>();
		try (Connection connection = database.connect()) {
			if (DatabaseKind.isPostgreSql(connection)) {
				List<History> histories = histories(connection);
				for (int i = 0; i < histories.size(); i++) {
					Domain domain = this.domains.get(i);
					Comparison comparison = this.plans.apply(domain).expected().get(0).compareWith(histories.get(i));
					if (comparison.known()) {
						statuses.put(domain.name(), DomainStatus.of(comparison));
					}
				}
			}
		}
		catch (SQLException ex) {
			logger.debug(
					LogMessage.format("The histories in the database '%s' could not be read at once", database.name()),
					ex);
		}
		return statuses;
	}

	private List<History> histories(Connection connection) throws SQLException {
		connection.setAutoCommit(true);
		List<TableName> tables = new ArrayList<>();
		this.domains.forEach((domain) -> tables.add(this.plans.apply(domain).expected().get(0).table()));
		return Histories.readWithDetails(connection, tables);
	}

}
