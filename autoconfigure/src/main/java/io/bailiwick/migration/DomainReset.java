package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.reset.ResetPlan;
import io.bailiwick.migration.reset.SchemaDrop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Drops the schemas of domains and builds them again from their files.
 */
final class DomainReset {

	private static final Log logger = LogFactory.getLog(DomainMigrations.class);

	private static final int SHOWN = 20;

	private final MigrationContext context;

	private final MigrationScope scope;

	private final List<Domain> domains;

	DomainReset(MigrationContext context, MigrationScope scope) {
		this.context = context;
		this.scope = scope;
		this.domains = scope.select(context.domains());
		requireNoProduction();
		requireDependents();
	}

	ResetPlan plan() {
		List<ResetPlan.Schema> schemas = new ArrayList<>();
		for (Database database : this.context.inhabitedBy(this.domains)) {
			try (Connection connection = database.connect()) {
				schemas.addAll(preview(database, connection));
			}
			catch (SQLException ex) {
				throw OpenDatabase.failed(database, ex);
			}
		}
		return new ResetPlan(schemas);
	}

	void reset() {
		List<Database> databases = this.context.inhabitedBy(this.domains);
		new LockedDatabases(this.context).run(databases, (opened) -> {
			for (OpenDatabase open : opened) {
				drop(open);
			}
		});
		new SchemaMigrator(this.context, this.scope).migrate();
	}

	private List<ResetPlan.Schema> preview(Database database, Connection connection) throws SQLException {
		if (!DatabaseKind.isPostgreSql(connection)) {
			throw new DomainMigrationException(
					"%s is not PostgreSQL, and only there domains can be reset.%n%nNothing was dropped."
						.formatted(database.location().describe()),
					"Create it anew by its own means.");
		}
		return new SchemaDrop(connection, MigrationContext.in(database, this.domains)).preview();
	}

	private void drop(OpenDatabase open) {
		Database database = open.database();
		List<Domain> inhabitants = MigrationContext.in(database, this.domains);
		try {
			preview(database, open.connection());
			Set<String> takenAlong = new SchemaDrop(open.connection(), inhabitants).run();
			if (!takenAlong.isEmpty()) {
				throw wouldTakeAlong(database, takenAlong);
			}
			logger.info(LogMessage.format("Dropped the schemas of %s in the database '%s'", names(inhabitants),
					database.name()));
		}
		catch (SQLException ex) {
			throw new DomainMigrationException(
					"The schemas of %s in %s could not be dropped: %s [SQLSTATE %s].%n%nNothing of them was dropped."
						.formatted(names(inhabitants), database.location().describe(), ex.getMessage(),
								ex.getSQLState()),
					"Remove the cause and reset again.", ex);
		}
	}

	private static DomainMigrationException wouldTakeAlong(Database database, Collection<String> objects) {
		String list = objects.stream()
			.limit(SHOWN)
			.map((object) -> "    - " + object)
			.collect(Collectors.joining(System.lineSeparator()));
		String more = (objects.size() > SHOWN) ? "%n    and %d more".formatted(objects.size() - SHOWN) : "";
		return new DomainMigrationException(
				"Dropping the schemas would take along what lies outside of them in %s:%n%n%s%s%n%nNothing was dropped."
					.formatted(database.location().describe(), list, more),
				"Name the domains to which these belong as well, or drop them yourself first.");
	}

	private void requireNoProduction() {
		if (this.context.production()) {
			throw new DomainMigrationException(
					"Domains are never reset while a production profile is active.%n%nNothing was dropped.".formatted(),
					"Start without the profile, against a database that may lose its data.");
		}
	}

	/**
	 * What a domain's files made once on top of another domain they would not make again.
	 */
	private void requireDependents() {
		for (Domain other : this.context.domains()) {
			if (!this.domains.contains(other)) {
				this.domains.stream()
					.filter((domain) -> other.dependsOn().contains(domain.name()))
					.findFirst()
					.ifPresent((domain) -> {
						throw dependent(domain, other);
					});
			}
		}
	}

	private DomainMigrationException dependent(Domain domain, Domain other) {
		return new DomainMigrationException(
				"The domain '%s' depends on '%s', which is to be reset without it.%n%nNothing was dropped."
					.formatted(other.name(), domain.name()),
				"Reset both: 'java -jar <application>.jar db reset %s %s'."
					.formatted(this.domains.stream().map(Domain::name).collect(Collectors.joining(" ")), other.name()));
	}

	private static String names(List<Domain> domains) {
		return domains.stream().map(Domain::name).collect(Collectors.joining(", "));
	}

}
