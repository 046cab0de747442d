package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Migrates every domain of the application, each after those it depends on. As a bean it
 * does so when the application starts; whatever uses a domain's data waits for it.
 */
public final class DomainMigrations implements InitializingBean {

	private static final Log logger = LogFactory.getLog(DomainMigrations.class);

	private final Domains domains;

	private final Map<String, DomainPlan> plans;

	private final Map<String, Database> databases;

	private final MigrationSettings settings;

	private final ClassLoader classLoader;

	private final @Nullable DomainRoles roles;

	private final Map<String, Database> applications;

	/**
	 * Create the migrations of an application.
	 * @param domains the domains, in their order
	 * @param plans how to migrate each domain, by its name
	 * @param databases the databases they live in
	 * @param settings what holds for all of them
	 * @param classLoader the class loader of the application
	 * @param roles the roles of the domains, or {@code null} if they have none
	 * @param applications the databases as the application sees them, by their names,
	 * where migrations have connections of their own
	 */
	public DomainMigrations(Domains domains, Map<String, DomainPlan> plans, Iterable<Database> databases,
			MigrationSettings settings, ClassLoader classLoader, @Nullable DomainRoles roles,
			Map<String, Database> applications) {
		Assert.notNull(domains, "'domains' must not be null");
		this.domains = domains;
		this.plans = Map.copyOf(plans);
		this.databases = new LinkedHashMap<>();
		databases.forEach((database) -> this.databases.put(database.name(), database));
		this.settings = settings;
		this.classLoader = classLoader;
		this.roles = roles;
		this.applications = Map.copyOf(applications);
	}

	@Override
	public void afterPropertiesSet() {
		migrate();
	}

	/**
	 * Bring every domain to the state that its files describe. Does nothing where nothing
	 * is to be done, and may be called again.
	 * @throws DomainMigrationException if a domain could not be migrated; domains before
	 * it keep what was applied, domains after it are not touched
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public void migrate() {
		List<Database> inhabited = this.databases.values()
			.stream()
			.filter((database) -> !this.domains.in(database.name()).isEmpty())
			.toList();
		// Roles are checked at every start, and mended under the lock.
		if (this.roles != null || !upToDate(inhabited)) {
			open(inhabited.iterator(), new ArrayList<>(), new ArrayList<>());
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
			List<Domain> inhabitants = this.domains.in(database.name());
			try (Connection connection = database.connect()) {
				connection.setAutoCommit(true);
				if (upToDate(inhabitants, connection).size() < inhabitants.size()) {
					return false;
				}
			}
			catch (SQLException ex) {
				throw notPrepared(database, ex);
			}
			progress.add(MigrationProgress.upToDate(database, inhabitants));
		}
		progress.forEach((part) -> part.logSummary(logger, start));
		return true;
	}

	private List<Domain> upToDate(List<Domain> domains, Connection connection) {
		return new UpToDateDomains(domains, this::plan).find(connection);
	}

	/**
	 * Read from the database how far a domain has come.
	 * @param domain the name of a domain
	 * @return its status
	 * @throws java.util.NoSuchElementException if there is no such domain
	 * @throws org.flywaydb.core.api.FlywayException if the database can not be read
	 */
	public DomainStatus status(String domain) {
		return DomainStatus.of(plan(this.domains.get(domain)).flyway());
	}

	/**
	 * Read how far the domains of a database have come, all at once where that is
	 * possible.
	 * @param database the name of a database
	 * @return their statuses by name, in the order of the domains
	 * @throws java.util.NoSuchElementException if there is no such database
	 * @throws io.bailiwick.database.DatabaseUnavailableException if the database does not
	 * let the application in
	 * @throws org.flywaydb.core.api.FlywayException if the database can not be read
	 */
	public Map<String, DomainStatus> statuses(String database) {
		Database place = this.databases.get(database);
		if (place == null) {
			throw new NoSuchElementException("There is no database '%s'".formatted(database));
		}
		List<Domain> inhabitants = this.domains.in(database);
		Map<String, DomainStatus> known = new DomainStatuses(inhabitants, this::plan).read(place);
		Map<String, DomainStatus> statuses = new LinkedHashMap<>();
		for (Domain domain : inhabitants) {
			DomainStatus status = known.get(domain.name());
			statuses.put(domain.name(), (status != null) ? status : status(domain.name()));
		}
		return statuses;
	}

	/**
	 * Take the locks of all databases before anything is changed in one of them: always
	 * in the same order, so that two processes do not wait for each other.
	 */
	private void open(Iterator<Database> remaining, List<MigrationRun> opened, List<MigrationLock> held) {
		if (!remaining.hasNext()) {
			migrate(opened);
			return;
		}
		Database database = remaining.next();
		try (Connection connection = database.connect()) {
			// A transaction left open here would be what CREATE INDEX CONCURRENTLY waits
			// for.
			connection.setAutoCommit(true);
			DatabaseKind kind = DatabaseKind.of(database, connection, this.classLoader);
			requireTwoConnections(database);
			List<Domain> inhabitants = this.domains.in(database.name());
			SchemaKeeper schemas = keeper(database, connection, kind, inhabitants);
			if (kind == DatabaseKind.POSTGRESQL) {
				try (MigrationLock lock = MigrationLock.acquire(database, connection, this.settings.lockTimeout(),
						held)) {
					held.add(lock);
					// Whoever held the lock may have done all that was to do.
					opened.add(MigrationRun.of(database, inhabitants, upToDate(inhabitants, connection), schemas));
					open(remaining, opened, held);
				}
			}
			else {
				opened.add(MigrationRun.of(database, inhabitants, List.of(), schemas));
				open(remaining, opened, held);
			}
		}
		catch (SQLException ex) {
			throw notPrepared(database, ex);
		}
	}

	private SchemaKeeper keeper(Database database, Connection connection, DatabaseKind kind, List<Domain> inhabitants)
			throws SQLException {
		if (this.roles == null) {
			return new Schemas(database, connection, kind, this.settings.historyTable(),
					application(database, connection));
		}
		if (kind != DatabaseKind.POSTGRESQL) {
			throw new DomainMigrationException(
					"The domains in %s are to have roles of their own, and it is not PostgreSQL.%n%nNothing was migrated."
						.formatted(database.location().describe()),
					"Set 'bailiwick.roles.enabled=false' where this database is used.");
		}
		return this.roles.keeper(database, connection, inhabitants);
	}

	/**
	 * Who works for the application where it is somebody else, asked of the server: a
	 * pooler may log in as another role than the application does.
	 */
	private @Nullable String application(Database database, Connection migration) throws SQLException {
		Database application = this.applications.get(database.name());
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
		runs.forEach((run) -> run.inhabitants().forEach((domain) -> plan(domain).prepare()));
		runs.forEach(DomainMigrations::createSchemas);
		for (List<Domain> level : this.domains.levels()) {
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
		runs.forEach(DomainMigrations::finish);
		runs.forEach((run) -> run.progress().logSummary(logger, start));
	}

	private static void createSchemas(MigrationRun run) {
		try {
			run.schemas().create(run.inhabitants());
		}
		catch (SQLException ex) {
			throw notPrepared(run.database(), ex);
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
		DomainPlan plan = plan(domain);
		progress.started(domain);
		try {
			progress.applied(domain, plan.flyway().migrate().migrationsExecuted);
		}
		catch (RuntimeException ex) {
			if (ex instanceof FlywayMigrateException failure) {
				progress.applied(domain, failure.getErrorResult().migrationsExecuted);
			}
			throw new MigrationFailure(domain, plan.flyway(), database).explain(ex);
		}
		Flyway seeds = plan.seeds();
		if (seeds != null) {
			seed(database, domain, seeds);
		}
		logger.debug(LogMessage.format("Domain '%s' is migrated", domain.name()));
	}

	private static void seed(Database database, Domain domain, Flyway seeds) {
		try {
			seeds.migrate();
		}
		catch (RuntimeException ex) {
			throw new MigrationFailure(domain, seeds, database).explain(ex);
		}
	}

	private static DomainMigrationException notPrepared(Database database, SQLException cause) {
		if (SqlStates.READ_ONLY.equals(cause.getSQLState())) {
			return new DomainMigrationException(
					"%s can only be read: %s [SQLSTATE %s].%n%nNothing was migrated.".formatted(
							StringUtils.capitalize(database.location().describe()), cause.getMessage(),
							cause.getSQLState()),
					"Point %s at the primary server if this is a standby, or clear default_transaction_read_only."
						.formatted(database.location().whereToChange()),
					cause);
		}
		return new DomainMigrationException(
				"Preparing to migrate %s failed: %s [SQLSTATE %s].".formatted(database.location().describe(),
						cause.getMessage(), cause.getSQLState()),
				"Check the server's log and start again: what was applied is recorded and is not applied twice.",
				cause);
	}

	private DomainPlan plan(Domain domain) {
		DomainPlan plan = this.plans.get(domain.name());
		Assert.state(plan != null, () -> "No plan for the domain '%s'".formatted(domain.name()));
		return plan;
	}

	private static void requireTwoConnections(Database database) {
		if (MigrationRun.connectionsToSpare(database) < 1) {
			throw new DomainMigrationException(
					"The pool of %s has one connection. Migrating needs two at least: one holds the lock while the other works."
						.formatted(database.location().describe()),
					"Set '%s' to 2 or more (3 or more with a Flyway Callback)."
						.formatted(database.location().poolSizeProperty()));
		}
	}

}
