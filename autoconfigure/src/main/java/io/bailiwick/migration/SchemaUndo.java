package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.undo.DownStatementException;
import io.bailiwick.migration.undo.StatementExecution;
import io.bailiwick.migration.undo.Undo;
import io.bailiwick.migration.undo.UndoException;
import io.bailiwick.migration.undo.UndoPlan;
import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.migration.undo.UndoStep;
import io.bailiwick.migration.undo.UndoableDomain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.configuration.Configuration;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Takes domains back, under the locks of all databases in which something may build upon
 * what is undone.
 */
final class SchemaUndo {

	private static final Log logger = LogFactory.getLog(DomainMigrations.class);

	private final MigrationContext context;

	private final UndoRequest request;

	private final List<Domain> concerned;

	private final List<UndoStep> done = new ArrayList<>();

	SchemaUndo(MigrationContext context, UndoRequest request) {
		Assert.notNull(request, "'request' must not be null");
		this.context = context;
		this.request = request;
		for (String name : request.names()) {
			if (context.domains().find(name) == null) {
				throw new UnknownDomainException(name, context.domains().names());
			}
		}
		Set<String> names = Undo.concerned(context.domains(), request);
		this.concerned = context.domains().stream().filter((domain) -> names.contains(domain.name())).toList();
	}

	UndoPlan plan() {
		requirePostgres();
		try {
			return undo(this.request).plan();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	/**
	 * What is refused for certain is refused without waiting for a lock.
	 */
	UndoPlan run() {
		Undo.requireForce(this.request, this.context.production());
		UndoPlan preview = plan();
		if (preview.isEmpty() && this.request.agreed() == null) {
			return preview;
		}
		UndoRequest agreed = (this.request.agreed() != null) ? this.request : this.request.agreeing(preview);
		List<UndoPlan> undone = new ArrayList<>();
		new LockedDatabases(this.context).run(this.context.inhabitedBy(this.concerned),
				(databases) -> undone.add(run(agreed)));
		return undone.get(0);
	}

	private UndoPlan run(UndoRequest agreed) {
		try {
			return undo(agreed).run(this::done);
		}
		catch (DownStatementException ex) {
			throw explain(ex);
		}
		catch (UndoException ex) {
			throw this.done.isEmpty() ? ex
					: new UndoException(withProgress(ex.analysis().getDescription()), ex.analysis().getAction(), ex);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	private void requirePostgres() {
		for (Database database : this.context.inhabitedBy(this.concerned)) {
			try (Connection connection = database.connect()) {
				if (!DatabaseKind.isPostgreSql(connection)) {
					throw new UndoException(
							"%s is not PostgreSQL, and only there can migrations be undone.%n%nNothing was changed."
								.formatted(StringUtils.capitalize(database.location().describe())),
							"Create the database anew.");
				}
			}
			catch (SQLException ex) {
				throw failed(ex);
			}
		}
	}

	private void done(UndoStep step) {
		this.done.add(step);
		logger.info(LogMessage.format("Undone in the domain '%s': version %s (%s)", step.domain(), step.version(),
				step.downScript()));
	}

	private Undo undo(UndoRequest request) {
		Map<String, UndoableDomain> undoable = new LinkedHashMap<>();
		for (Domain domain : this.concerned) {
			DomainPlan plan = this.context.plan(domain);
			Configuration configuration = plan.flyway().getConfiguration();
			Database source = new Database(this.context.databaseOf(domain).location(), configuration.getDataSource());
			undoable.put(domain.name(), new UndoableDomain(domain, source, plan.scripts(), configuration));
		}
		return new Undo(this.context.domains(), undoable, request, this.context.production(),
				StatementExecution.plain());
	}

	private DomainMigrationException explain(DownStatementException failure) {
		UndoStep step = failure.step();
		Domain domain = this.context.domains().get(step.domain());
		Configuration configuration = this.context.plan(domain).flyway().getConfiguration();
		FailedStatement statement = FailedStatement.of(failure.statement().sql(), failure.statement().line(),
				failure.refusal(), new Excerpt(configuration.getPlaceholders()));
		String description = """
				Undoing version %s of the domain '%s' failed in %s.

				    File:      %s, line %d
				    Statement: %s
				    Error:     %s [SQLSTATE %s]

				%s""".formatted(step.version(), domain.name(), this.context.databaseOf(domain).location().describe(),
				step.downScript(), statement.line(), statement.excerpt(), statement.message(), statement.sqlState(),
				outcome(step, failure.done()));
		return new DomainMigrationException(withProgress(description), step.inTransaction()
				? "Correct the file and undo again: a way back may be edited at any time."
				: "The file does not run in a transaction. Write it so that it may be run again (DROP … IF EXISTS) and undo again: the whole file is run then.",
				failure);
	}

	private static String outcome(UndoStep step, int done) {
		if (step.inTransaction()) {
			return "The whole file was rolled back: the version is applied as before, and the history says so.";
		}
		return "The file does not run in a transaction: %s. The history has the version as applied, as before."
			.formatted((done == 0) ? "nothing ran before this statement"
					: "what its first %d statement%s did has stayed".formatted(done, (done == 1) ? "" : "s"));
	}

	private DomainMigrationException failed(SQLException failure) {
		Database first = this.context.inhabitedBy(this.concerned).get(0);
		return new DomainMigrationException(
				withProgress("Undoing failed in %s: %s [SQLSTATE %s].".formatted(first.location().describe(),
						failure.getMessage(), failure.getSQLState())),
				"Remove the cause and look at the plan again: what was not yet committed was rolled back.", failure);
	}

	/**
	 * Each migration is undone for itself, and stays so whatever becomes of the next one.
	 */
	private String withProgress(String description) {
		String done = this.done.isEmpty() ? "Nothing was undone in this run."
				: "Undone in this run, and staying so: %s."
					.formatted(String.join(", ", this.done.stream().map(SchemaUndo::label).toList()));
		return "%s%n%n%s".formatted(description, done);
	}

	private static String label(UndoStep step) {
		return step.domain() + "@" + step.version();
	}

}
