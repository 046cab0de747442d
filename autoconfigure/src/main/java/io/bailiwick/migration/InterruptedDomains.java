package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.intent.Leftovers;
import io.bailiwick.migration.review.ReviewedDomain;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up after migrations that were interrupted or have failed outside of a
 * transaction, before others begin. Costs one statement where there is nothing.
 */
final class InterruptedDomains {

	private final MigrationContext context;

	private final MigrationScope scope;

	private final Duration patience;

	InterruptedDomains(MigrationContext context, MigrationScope scope) {
		this.context = context;
		this.scope = scope;
		this.patience = context.settings().lockTimeout();
	}

	/**
	 * Clean up in those of the domains that are about to be migrated.
	 */
	void settle(OpenDatabase open, List<Domain> domains) throws SQLException {
		if (domains.isEmpty() || open.kind() != DatabaseKind.POSTGRESQL) {
			return;
		}
		Set<String> schemas = Leftovers.schemas(open.connection(), domains.stream().map(Domain::schema).toList());
		for (Domain domain : domains) {
			if (schemas.contains(domain.schema())) {
				settle(this.context.review(domain, this.scope));
				settle(this.context.plan(domain).reviewSeeds(domain));
			}
		}
	}

	private void settle(@Nullable ReviewedDomain domain) throws SQLException {
		if (domain == null) {
			return;
		}
		Configuration configuration = domain.flyway().getConfiguration();
		TableName history = new TableName(configuration.getDefaultSchema(), configuration.getTable());
		try (Connection connection = configuration.getDataSource().getConnection()) {
			connection.setAutoCommit(true);
			new Leftovers(history).settle(connection, this.patience, domain.scripts(), configuration);
		}
	}

}
