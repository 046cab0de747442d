package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.event.MigrationEvents;
import io.bailiwick.migration.fresh.FreshSchema;
import io.bailiwick.migration.review.Fingerprints;
import io.bailiwick.migration.review.ReviewedDomain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.log.LogMessage;

/**
 * Brings domains forward, each after those it depends on: looks whether there is anything
 * to do, and only then takes the locks and opens Flyways.
 */
final class SchemaMigrator {

	private static final Log logger = LogFactory.getLog(DomainMigrations.class);

	private final MigrationContext context;

	private final MigrationScope scope;

	private final List<Domain> domains;

	/**
	 * Create a migrator.
	 * @param context what to work with
	 * @param scope which domains, and how far; what they depend on is migrated as well
	 */
	SchemaMigrator(MigrationContext context, MigrationScope scope) {
		this(context, scope, scope.selectWithDependencies(context.domains()));
	}

	/**
	 * Create a migrator of these domains alone, whatever they depend on.
	 * @param context what to work with
	 * @param domains the domains, in their order
	 */
	SchemaMigrator(MigrationContext context, List<Domain> domains) {
		this(context, MigrationScope.all(), domains);
	}

	private SchemaMigrator(MigrationContext context, MigrationScope scope, List<Domain> domains) {
		this.context = context;
		this.scope = scope;
		this.domains = domains;
	}

	void migrate() {
		List<Database> inhabited = this.context.inhabitedBy(this.domains);
		// Roles are checked at every start, and mended under the lock.
		if (this.context.roles() != null || !upToDate(inhabited)) {
			new LockedDatabases(this.context).run(inhabited, this::migrateUnderLock);
		}
	}

	/**
	 * Finding out that there is nothing to do takes no lock: whoever migrates meanwhile
	 * goes on from what this application needs.
	 */
	private boolean upToDate(List<Database> inhabited) {
		long start = System.nanoTime();
		List<MigrationProgress> progress = new ArrayList<>();
		for (Database database : inhabited) {
			List<Domain> inhabitants = MigrationContext.in(database, this.domains);
			try (Connection connection = database.connect()) {
				connection.setAutoCommit(true);
				if (upToDate(inhabitants, connection).size() < inhabitants.size()) {
					return false;
				}
			}
			catch (SQLException ex) {
				throw OpenDatabase.failed(database, ex);
			}
			progress.add(MigrationProgress.upToDate(database, inhabitants));
		}
		progress.forEach((part) -> part.logSummary(logger, start));
		return true;
	}

	private List<Domain> upToDate(List<Domain> domains, Connection connection) {
		List<Domain> whole = domains.stream()
			.filter((domain) -> !this.scope.targets().containsKey(domain.name()))
			.toList();
		return new UpToDateDomains(whole, this.context::plan).find(connection);
	}

	private void migrateUnderLock(List<OpenDatabase> databases) {
		List<MigrationRun> runs = new ArrayList<>();
		for (OpenDatabase open : databases) {
			List<Domain> inhabitants = MigrationContext.in(open.database(), this.domains);
			try {
				SchemaKeeper schemas = keeper(open, inhabitants);
				// Whoever held the lock may have done all that was to do.
				List<Domain> upToDate = (open.kind() == DatabaseKind.POSTGRESQL)
						? upToDate(inhabitants, open.connection()) : List.of();
				MigrationRun run = MigrationRun.of(open.database(), inhabitants, upToDate, schemas);
				new InterruptedDomains(this.context, this.scope).settle(open, run.inhabitants());
				runs.add(run);
			}
			catch (SQLException ex) {
				throw OpenDatabase.failed(open.database(), ex);
			}
		}
		migrate(runs);
	}

	SchemaKeeper keeper(OpenDatabase open, List<Domain> inhabitants) throws SQLException {
		Database database = open.database();
		DomainRoles roles = this.context.roles();
		if (roles == null) {
			return new Schemas(database, open.connection(), open.kind(), this.context.settings().historyTable(),
					application(database, open.connection()));
		}
		if (open.kind() != DatabaseKind.POSTGRESQL) {
			throw new DomainMigrationException(
					"The domains in %s are to have roles of their own, and it is not PostgreSQL.%n%nNothing was migrated."
						.formatted(database.location().describe()),
					"Set 'bailiwick.roles.enabled=false' where this database is used.");
		}
		return roles.keeper(database, open.connection(), inhabitants);
	}

	/**
	 * Who works for the application where it is somebody else, asked of the server: a
	 * pooler may log in as another role than the application does.
	 */
	private @Nullable String application(Database database, Connection migration) throws SQLException {
		Database application = this.context.applications().get(database.name());
		if (application == null) {
			return null;
		}
		try (Connection connection = application.connect()) {
			String role = currentUser(connection);
			return role.equals(currentUser(migration)) ? null : role;
		}
	}

	private static String currentUser(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT current_user")) {
			row.next();
			return row.getString(1);
		}
	}

	private void migrate(List<MigrationRun> runs) {
		long start = System.nanoTime();
		// Here, and not in the threads that migrate: these must not make beans.
		runs.forEach((run) -> run.inhabitants().forEach((domain) -> this.context.plan(domain).prepare()));
		runs.forEach(SchemaMigrator::createSchemas);
		for (List<Domain> level : this.context.domains().levels()) {
			for (MigrationRun run : runs) {
				List<Runnable> tasks = new ArrayList<>();
				for (Domain domain : level) {
					if (run.inhabitants().contains(domain)) {
						tasks.add(() -> migrate(run.database(), domain, run.progress()));
					}
				}
				List<RuntimeException> failures = run.levels().run(tasks);
				if (!failures.isEmpty()) {
					throw new MigrationFailures(failures)
						.in(MigrationProgress.of(runs.stream().map(MigrationRun::progress).toList()));
				}
			}
		}
		runs.forEach(SchemaMigrator::finish);
		runs.forEach((run) -> run.progress().logSummary(logger, start));
	}

	private static void createSchemas(MigrationRun run) {
		try {
			run.schemas().create(run.inhabitants());
		}
		catch (SQLException ex) {
			throw OpenDatabase.failed(run.database(), ex);
		}
	}

	private static void finish(MigrationRun run) {
		try {
			run.schemas().finish();
		}
		catch (SQLException ex) {
			throw new DomainMigrationException(
					"The migrations of %s are applied, and what follows them failed: %s [SQLSTATE %s]."
						.formatted(run.database().location().describe(), ex.getMessage(), ex.getSQLState()),
					"Check the server's log and start again.", ex);
		}
	}

	private void migrate(Database database, Domain domain, MigrationProgress progress) {
		ReviewedDomain reviewed = this.context.review(domain, this.scope);
		progress.started(domain);
		MigrationEvents events = MigrationEvents.of(reviewed.flyway());
		try {
			events.domainStarted(database.name());
			migrate(database, reviewed, progress, events);
		}
		catch (RuntimeException ex) {
			events.domainFailed(ex);
			throw ex;
		}
		events.domainMigrated();
		logger.debug(LogMessage.format("Domain '%s' is migrated", domain.name()));
	}

	private void migrate(Database database, ReviewedDomain reviewed, MigrationProgress progress,
			MigrationEvents events) {
		Domain domain = reviewed.domain();
		DomainPlan plan = this.context.plan(domain);
		try {
			OptionalInt built = build(reviewed, plan, events);
			progress.applied(domain,
					built.isPresent() ? built.getAsInt() : reviewed.flyway().migrate().migrationsExecuted);
		}
		catch (RuntimeException ex) {
			FailureAnalyzedException explained = new MigrationFailure(reviewed, database).explain(ex);
			events.flywayFailed(explained);
			if (ex instanceof FlywayMigrateException failure) {
				progress.applied(domain, failure.getErrorResult().migrationsExecuted);
			}
			else if (events.applied() > 0) {
				progress.applied(domain, events.applied());
			}
			throw explained;
		}
		if (DatabaseKind.rollsBackDefinitions(database)) {
			remember(reviewed);
		}
		ReviewedDomain seeds = plan.reviewSeeds(domain);
		// Seed data belongs to the newest schema; on the way to an older one it is left
		// out.
		if (seeds != null && !this.scope.targets().containsKey(domain.name())) {
			seed(database, seeds);
		}
	}

	private OptionalInt build(ReviewedDomain domain, DomainPlan plan, MigrationEvents events) {
		boolean target = this.scope.targets().containsKey(domain.domain().name());
		return (target || plan.expected().isEmpty()) ? OptionalInt.empty()
				: new FreshSchema(domain, plan.expected().get(0).files(), events).build();
	}

	/**
	 * Fingerprints only tell what kind an edit is: nothing depends on them.
	 */
	private static void remember(ReviewedDomain domain) {
		try {
			new Fingerprints(domain).remember();
		}
		catch (SQLException ex) {
			logger.debug(
					LogMessage.format("The fingerprints of the domain '%s' can not be written", domain.domain().name()),
					ex);
		}
	}

	private static void seed(Database database, ReviewedDomain seeds) {
		try {
			seeds.flyway().migrate();
		}
		catch (RuntimeException ex) {
			throw new MigrationFailure(seeds, database).explain(ex);
		}
	}

}
