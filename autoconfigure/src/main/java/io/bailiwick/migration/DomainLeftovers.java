package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.intent.Leftover;
import io.bailiwick.migration.intent.Leftovers;
import io.bailiwick.migration.review.RepairPlan;
import io.bailiwick.migration.review.ReviewedDomain;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * What repairing a domain does about statements that were interrupted.
 */
final class DomainLeftovers {

	private final ReviewedDomain domain;

	private final Configuration configuration;

	private final Leftovers leftovers;

	DomainLeftovers(ReviewedDomain domain) {
		this.domain = domain;
		this.configuration = domain.flyway().getConfiguration();
		this.leftovers = new Leftovers(
				new TableName(this.configuration.getDefaultSchema(), this.configuration.getTable()));
	}

	/**
	 * What {@link #cleanUp} would remove from the schema.
	 */
	List<RepairPlan.Action> actions() throws SQLException {
		try (Connection connection = connect()) {
			return DatabaseKind.isPostgreSql(connection) ? this.leftovers.find(connection)
				.stream()
				.filter((leftover) -> !leftover.cleanUp().isEmpty())
				.map(this::action)
				.toList() : List.of();
		}
	}

	private RepairPlan.Action action(Leftover leftover) {
		return new RepairPlan.Action(this.domain.domain().name(),
				"statement %d of '%s'".formatted(leftover.statement(), leftover.script()),
				"it was interrupted or has failed, outside of a transaction",
				"What it left behind is removed: %s".formatted(String.join("; ", leftover.cleanUp())));
	}

	void cleanUp(Duration patience) throws SQLException {
		try (Connection connection = connect()) {
			if (DatabaseKind.isPostgreSql(connection)) {
				this.leftovers.cleanUp(connection, patience);
			}
		}
	}

	private Connection connect() throws SQLException {
		Connection connection = this.configuration.getDataSource().getConnection();
		connection.setAutoCommit(true);
		return connection;
	}

}
