package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.catalog.CatalogDifference;
import io.bailiwick.migration.catalog.CatalogScope;
import io.bailiwick.migration.catalog.CatalogSnapshot;
import io.bailiwick.migration.review.ReviewedDomain;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.undo.UndoRequest;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * One round trip through all migrations, in databases that are empty at first.
 */
final class RoundTripRun {

	/** No file has such a name. */
	private static final String NONE = "/";

	private final MigrationContext original;

	private final Map<String, Database> databases;

	private final boolean complete;

	private final List<RoundTrip.Problem> problems = new ArrayList<>();

	RoundTripRun(MigrationContext original, Map<String, Database> databases, boolean complete) {
		this.original = original;
		this.databases = databases;
		this.complete = complete;
	}

	List<RoundTrip.Problem> run() {
		try {
			MigrationContext versionsOnly = context(true);
			createSchemas();
			for (Domain domain : this.original.domains()) {
				if (!run(domain, versionsOnly)) {
					// What comes next would stand on what is wrong.
					return this.problems;
				}
			}
			if (this.problems.isEmpty()) {
				runAllTogether(new DomainMigrations(context(false)));
			}
			return this.problems;
		}
		catch (SQLException ex) {
			throw OpenDatabase.failed(this.databases.values().iterator().next(), ex);
		}
	}

	/**
	 * The same migrations, elsewhere. Repeatable ones come last, when all versions are
	 * there on which they may rest.
	 */
	private MigrationContext context(boolean versionsOnly) {
		Map<String, DomainPlan> plans = new LinkedHashMap<>();
		for (Domain domain : this.original.domains()) {
			DomainPlan plan = this.original.plan(domain);
			plans.put(domain.name(), new DomainPlan(plan.scripts(), null,
					() -> flyway(plan.flyway().getConfiguration(), database(domain), versionsOnly), null, List.of()));
		}
		return new MigrationContext(this.original.domains(), plans, this.databases, this.original.settings(),
				this.original.classLoader(), null, Map.of(), false);
	}

	private static Flyway flyway(Configuration configuration, Database database, boolean versionsOnly) {
		FluentConfiguration copy = new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
			.dataSource(database.dataSource());
		if (versionsOnly) {
			copy.repeatableSqlMigrationPrefix(NONE)
				.javaMigrations(Arrays.stream(configuration.getJavaMigrations())
					.filter((migration) -> migration.getVersion() != null)
					.toArray(JavaMigration[]::new));
		}
		return copy.load();
	}

	private Database database(Domain domain) {
		Database database = this.databases.get(domain.database());
		if (database == null) {
			throw new IllegalStateException("No scratch database for '%s'".formatted(domain.database()));
		}
		return database;
	}

	private void createSchemas() throws SQLException {
		for (Domain domain : this.original.domains()) {
			try (Connection connection = database(domain).connect();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(true);
				statement.execute("CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(domain.schema()));
			}
		}
	}

	private boolean run(Domain domain, MigrationContext context) throws SQLException {
		for (Migration migration : context.plan(domain).scripts().migrations()) {
			if (migration.kind() == Migration.Kind.VERSIONED && !run(domain, migration, context)) {
				return false;
			}
		}
		up(domain, "latest", context);
		return true;
	}

	private boolean run(Domain domain, Migration migration, MigrationContext context) throws SQLException {
		String version = String.valueOf(migration.version());
		String obstacle = migration.undoObstacle(this.original.settings().encoding());
		if (obstacle != null) {
			up(domain, version, context);
			if (this.complete) {
				this.problems.add(new RoundTrip.Problem(domain.name(), version, obstacle, List.of()));
			}
			return true;
		}
		CatalogSnapshot before = snapshot(domain);
		up(domain, version, context);
		CatalogSnapshot after = snapshot(domain);
		try {
			new DomainMigrations(context).undo(UndoRequest.newest(domain.name()).force());
			compare(domain, version, "the schema is not what it was before, after '%s'".formatted(path(migration)),
					snapshot(domain), before);
			up(domain, version, context);
			compare(domain, version, "the schema is another one after up, down and up again", snapshot(domain), after);
			return true;
		}
		catch (FailureAnalyzedException ex) {
			this.problems.add(new RoundTrip.Problem(domain.name(), version, ex.analysis().getDescription(), List.of()));
			return false;
		}
	}

	private static String path(Migration migration) {
		return (migration.down() != null) ? migration.down().path() : migration.up().path();
	}

	/**
	 * A way back may stumble over what a repeatable migration has built upon it, or take
	 * it away for good.
	 */
	private void runAllTogether(DomainMigrations migrations) throws SQLException {
		List<Domain> domains = this.original.domains().stream().toList();
		if (domains.stream().noneMatch(this::hasRepeatables) || domains.stream().anyMatch(this::hasObstacle)) {
			return;
		}
		migrations.migrate();
		List<CatalogSnapshot> all = new ArrayList<>();
		for (Domain domain : domains) {
			all.add(snapshot(domain, List.of(domain.schema())));
		}
		String what = "with the repeatable migrations, ";
		try {
			migrations.undo(UndoRequest.newest(Integer.MAX_VALUE).force());
			migrations.migrate();
			for (int i = 0; i < domains.size(); i++) {
				compare(domains.get(i), null,
						what + "the schema is another one after all up, all down and all up again",
						snapshot(domains.get(i), List.of(domains.get(i).schema())), all.get(i));
			}
		}
		catch (FailureAnalyzedException ex) {
			this.problems.add(new RoundTrip.Problem(domains.get(domains.size() - 1).name(), null,
					what + ex.analysis().getDescription(), List.of()));
		}
	}

	private boolean hasRepeatables(Domain domain) {
		return this.original.plan(domain)
			.scripts()
			.migrations()
			.stream()
			.anyMatch((migration) -> migration.kind() == Migration.Kind.REPEATABLE);
	}

	private boolean hasObstacle(Domain domain) {
		DomainPlan plan = this.original.plan(domain);
		boolean java = Arrays.stream(plan.flyway().getConfiguration().getJavaMigrations())
			.anyMatch((migration) -> migration.getVersion() != null);
		return java || plan.scripts()
			.migrations()
			.stream()
			.anyMatch((migration) -> migration.kind() != Migration.Kind.REPEATABLE
					&& migration.undoObstacle(this.original.settings().encoding()) != null);
	}

	private void up(Domain domain, String version, MigrationContext context) {
		ReviewedDomain reviewed = context.review(domain, MigrationScope.all().to(domain.name(), version));
		try {
			reviewed.flyway().migrate();
		}
		catch (RuntimeException ex) {
			throw new MigrationFailure(reviewed, database(domain)).explain(ex);
		}
	}

	/**
	 * A migration may touch what is not its own.
	 */
	private CatalogSnapshot snapshot(Domain domain) throws SQLException {
		List<String> schemas = new ArrayList<>(List.of("public"));
		MigrationContext.in(database(domain), this.original.domains().stream().toList())
			.forEach((inhabitant) -> schemas.add(inhabitant.schema()));
		return snapshot(domain, schemas);
	}

	private CatalogSnapshot snapshot(Domain domain, List<String> schemas) throws SQLException {
		String[] histories = this.original.domains()
			.stream()
			.map((each) -> this.original.plan(each).flyway().getConfiguration().getTable())
			.distinct()
			.toArray(String[]::new);
		try (Connection connection = database(domain).connect()) {
			return CatalogSnapshot.read(connection, CatalogScope.of(schemas.stream().distinct().toArray(String[]::new))
				.without(histories)
				.with(CatalogScope.Detail.COMMENTS, CatalogScope.Detail.OWNERS, CatalogScope.Detail.PRIVILEGES));
		}
	}

	private void compare(Domain domain, @Nullable String version, String what, CatalogSnapshot now,
			CatalogSnapshot expected) {
		CatalogDifference difference = now.compareWith(expected);
		if (!difference.isEmpty()) {
			this.problems.add(new RoundTrip.Problem(domain.name(), version, what, difference.lines()));
		}
	}

}
