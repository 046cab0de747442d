package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.adopt.Adoption;
import io.bailiwick.migration.adopt.AdoptionException;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.AdoptionRequest;
import io.bailiwick.migration.adopt.BaselineRequest;
import io.bailiwick.migration.adopt.DomainFiles;
import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.review.Fingerprints;
import io.bailiwick.migration.review.ReviewedDomain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.FlywayException;

import org.springframework.core.log.LogMessage;
import org.springframework.util.StringUtils;

/**
 * Takes over databases that something else has migrated, under their locks.
 */
final class DomainAdopter {

	private static final Log logger = LogFactory.getLog(DomainMigrations.class);

	private final MigrationContext context;

	DomainAdopter(MigrationContext context) {
		this.context = context;
	}

	AdoptionPlan plan(AdoptionRequest request) {
		Database database = database(request);
		return work(database, (inhabitants) -> adoption(database, inhabitants).adopt(request, null));
	}

	AdoptionPlan adopt(AdoptionRequest request, AdoptionPlan planned) {
		Database database = database(request);
		return locked(database, (inhabitants) -> adoption(database, inhabitants).adopt(request, planned));
	}

	AdoptionPlan plan(BaselineRequest request) {
		Database database = database(request);
		return work(database, (inhabitants) -> adoption(database, inhabitants).baseline(request, null));
	}

	AdoptionPlan baseline(BaselineRequest request, AdoptionPlan planned) {
		Database database = database(request);
		return locked(database, (inhabitants) -> adoption(database, inhabitants).baseline(request, planned));
	}

	private AdoptionPlan locked(Database database, Work work) {
		List<AdoptionPlan> plans = new ArrayList<>();
		new LockedDatabases(this.context).run(List.of(database), (opened) -> {
			AdoptionPlan plan = work(database, (inhabitants) -> {
				if (this.context.roles() != null) {
					List<Domain> domains = inhabitants.stream().map((files) -> files.reviewed().domain()).toList();
					this.context.roles().keeper(database, opened.get(0).connection(), domains).create(domains);
				}
				return work.run(inhabitants);
			});
			remember(plan);
			plans.add(plan);
		});
		return plans.get(0);
	}

	private AdoptionPlan work(Database database, Work work) {
		requirePostgres(database);
		try {
			return work.run(MigrationContext.in(database, List.copyOf(all())).stream().map(this::files).toList());
		}
		catch (SQLException ex) {
			throw new AdoptionException(
					"%s can not be taken over: %s [SQLSTATE %s].".formatted(
							StringUtils.capitalize(database.location().describe()), ex.getMessage(), ex.getSQLState()),
					"Remove the cause and adopt again: whoever migrates needs the right to read the old history and to create tables in the schemas of the domains.",
					ex);
		}
	}

	private List<Domain> all() {
		return this.context.domains().stream().toList();
	}

	private DomainFiles files(Domain domain) {
		ReviewedDomain reviewed = this.context.plan(domain).review(domain);
		try {
			return DomainFiles.read(reviewed);
		}
		catch (FlywayException ex) {
			throw new MigrationFailure(reviewed, this.context.databaseOf(domain)).explain(ex);
		}
	}

	private Adoption adoption(Database database, List<DomainFiles> inhabitants) {
		return new Adoption(database, inhabitants, ownTables(database), (connection, domains) -> {
			if (this.context.roles() != null) {
				createInTransaction(connection, domains);
			}
			else {
				new SchemaMigrator(this.context, MigrationScope.all())
					.keeper(new OpenDatabase(database, connection, DatabaseKind.POSTGRESQL), domains)
					.create(domains);
			}
		});
	}

	/**
	 * Domains with roles of their own get them outside of the transaction. All that is
	 * missing here is missing in a preview, which is rolled back.
	 */
	private static void createInTransaction(Connection connection, List<Domain> domains) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (Domain domain : domains) {
				statement.execute("CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(domain.schema()));
			}
		}
	}

	private Set<TableName> ownTables(Database database) {
		Set<TableName> tables = new HashSet<>();
		for (Domain domain : MigrationContext.in(database, all())) {
			tables
				.add(new TableName(domain.schema(), this.context.plan(domain).flyway().getConfiguration().getTable()));
			tables.add(new TableName(domain.schema(), DomainFlyway.SEED_HISTORY_TABLE));
		}
		return tables;
	}

	private Database database(AdoptionRequest request) {
		List<Domain> domains = MigrationScope.of(request.domains().toArray(String[]::new))
			.select(this.context.domains());
		List<Database> databases = this.context.inhabitedBy(domains);
		if (request.database() != null) {
			return databases.stream()
				.filter((database) -> database.name().equals(request.database()))
				.findFirst()
				.orElseThrow(() -> new AdoptionException(
						"There is no database '%s' in which one of these domains lives.".formatted(request.database()),
						"The databases are: %s.".formatted(names(databases))));
		}
		if (databases.size() == 1) {
			return databases.get(0);
		}
		List<Database> found = databases.stream().filter((database) -> hasOldHistory(database, request)).toList();
		if (found.size() == 1) {
			return found.get(0);
		}
		throw new AdoptionException(
				found.isEmpty()
						? "There is no history of another tool in any of the databases %s.".formatted(names(databases))
						: "There are histories of other tools in the databases %s.".formatted(names(found)),
				"Name the database that is meant: --database %s".formatted(databases.get(0).name()));
	}

	private boolean hasOldHistory(Database database, AdoptionRequest request) {
		try (Connection connection = database.connect()) {
			connection.setAutoCommit(true);
			if (DatabaseKind.isPostgreSql(connection)) {
				Adoption.find(connection, database.location().describe(), ownTables(database), request.from());
				return true;
			}
			return false;
		}
		catch (AdoptionException ex) {
			return false;
		}
		catch (SQLException ex) {
			throw OpenDatabase.failed(database, ex);
		}
	}

	private Database database(BaselineRequest request) {
		List<Database> databases = this.context.inhabitedBy(
				MigrationScope.of(request.versions().keySet().toArray(String[]::new)).select(this.context.domains()));
		if (databases.size() > 1) {
			throw new AdoptionException("These domains live in several databases: %s.".formatted(names(databases)),
					"Set the baselines of one database at a time: they are written together or not at all.");
		}
		return databases.get(0);
	}

	private static String names(List<Database> databases) {
		return String.join(", ", databases.stream().map(Database::name).toList());
	}

	private static void requirePostgres(Database database) {
		try (Connection connection = database.connect()) {
			if (!DatabaseKind.isPostgreSql(connection)) {
				throw new AdoptionException(
						"%s is not PostgreSQL, and only that can be taken over."
							.formatted(StringUtils.capitalize(database.location().describe())),
						"Point %s at the PostgreSQL database that the other tool has migrated."
							.formatted(database.location().whereToChange()));
			}
		}
		catch (SQLException ex) {
			throw OpenDatabase.failed(database, ex);
		}
	}

	/**
	 * From now on the files are what was applied.
	 */
	private void remember(AdoptionPlan plan) {
		plan.domains().stream().filter((domain) -> !domain.adopted()).forEach((adoption) -> {
			Domain domain = this.context.domains().get(adoption.domain());
			logger.info(LogMessage.format("The domain '%s' has taken over %d rows into %s", domain.name(),
					adoption.rows().size(), adoption.history()));
			try {
				new Fingerprints(this.context.plan(domain).review(domain)).remember();
			}
			catch (SQLException ex) {
				logger.debug(LogMessage.format("The fingerprints of the domain '%s' can not be written", domain.name()),
						ex);
			}
		});
	}

	@FunctionalInterface
	private interface Work {

		AdoptionPlan run(List<DomainFiles> inhabitants) throws SQLException;

	}

}
