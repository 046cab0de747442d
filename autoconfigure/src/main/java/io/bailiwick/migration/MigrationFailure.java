package io.bailiwick.migration;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.review.HistoryTable;
import io.bailiwick.migration.review.ReviewedDomain;
import io.bailiwick.migration.script.ScriptException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Turns what Flyway throws into what its reader needs: which file and statement, what was
 * rolled back, what to do.
 */
final class MigrationFailure {

	private final ReviewedDomain reviewed;

	private final Domain domain;

	private final Flyway flyway;

	private final Database database;

	/**
	 * Explain a failure.
	 * @param reviewed the domain that failed, with what was migrating it or loading its
	 * seed data
	 * @param database where
	 */
	MigrationFailure(ReviewedDomain reviewed, Database database) {
		this.reviewed = reviewed;
		this.domain = reviewed.domain();
		this.flyway = reviewed.flyway();
		this.database = database;
	}

	FailureAnalyzedException explain(RuntimeException failure) {
		FailureAnalyzedException explained = find(failure, FailureAnalyzedException.class);
		if (explained != null) {
			return (explained instanceof ScriptException) ? unusableScript(explained.analysis(), failure) : explained;
		}
		if (failure instanceof FlywayValidateException) {
			return new ValidationFailure(this.reviewed).explain(failure);
		}
		FlywaySqlScriptException script = find(failure, FlywaySqlScriptException.class);
		FlywayMigrateException migration = find(failure, FlywayMigrateException.class);
		if (script != null && script.getResource() != null && !script.getResource().getFilename().isEmpty()) {
			return new StatementFailure(this.domain, this.flyway, this.database).explain(script, migration, failure);
		}
		if (failure instanceof FlywayException flywayException
				&& flywayException.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
			return schemaIsNotOurs(failure);
		}
		SQLException cause = find(failure, SQLException.class);
		if (cause instanceof SQLTransientConnectionException) {
			return noConnection(cause);
		}
		if (cause != null && SqlStates.INSUFFICIENT_PRIVILEGE.equals(cause.getSQLState())) {
			return notPermitted(cause, failure);
		}
		return new UnnamedFile(this.domain, this.flyway.getConfiguration()).explain(failure)
			.orElseGet(() -> failed(migration, failure));
	}

	/**
	 * All files are read before the first of them runs.
	 */
	private static DomainMigrationException unusableScript(FailureAnalysis analysis, RuntimeException failure) {
		return new DomainMigrationException(
				"%s%n%nNothing was changed in this domain.".formatted(analysis.getDescription()), analysis.getAction(),
				failure);
	}

	private DomainMigrationException schemaIsNotOurs(RuntimeException failure) {
		return new DomainMigrationException(
				"The schema '%s' of the domain '%s' already holds tables or other objects, but no history of migrations.%n%nNothing was changed in this domain."
					.formatted(this.domain.schema(), this.domain.name()),
				("If another tool made them, 'java -jar <application>.jar db adopt' takes over its history. If they came about otherwise, "
						+ "'java -jar <application>.jar db baseline %1$s@7' says that all that the files of the domain describe up to the version 7 is there. "
						+ "Both show first what they would write. If they belong to something else, choose another schema with 'bailiwick.domains.%1$s.schema'.")
					.formatted(this.domain.name()),
				failure);
	}

	/**
	 * A pool that could not connect tells why; one that is too small does not.
	 */
	private FailureAnalyzedException noConnection(SQLException failure) {
		if (find(failure.getCause(), SQLException.class) != null) {
			return DatabaseUnavailableException.explain(this.database.location(), failure);
		}
		return new DomainMigrationException(
				"The pool of %s had no connection left to migrate the domain '%s': %s%n%nWhat was not yet committed was rolled back."
					.formatted(this.database.location().describe(), this.domain.name(), failure.getMessage()),
				"Set '%s' to 3 or more: one connection holds the lock, one runs the migration, and a Flyway Callback takes a third."
					.formatted(this.database.location().poolSizeProperty()),
				failure);
	}

	private DomainMigrationException notPermitted(SQLException cause, RuntimeException failure) {
		String role = this.database.location().username();
		String table = new HistoryTable(this.domain, this.flyway).name();
		return new DomainMigrationException(
				"The role %s may not use the history %s of the domain '%s' in %s.%n%n    %s [SQLSTATE %s]%n%nNothing was changed in this domain."
					.formatted((role != null) ? "'" + role + "'" : "that connects", table, this.domain.name(),
							this.database.location().describe(), firstLine(cause), cause.getSQLState()),
				"Have an administrator run: GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %s; It probably belongs to the role that migrated before, whose tables this one may not change either."
					.formatted(table, (role != null) ? "\"" + role + "\"" : "…"),
				failure);
	}

	private DomainMigrationException failed(@Nullable FlywayMigrateException migration, RuntimeException failure) {
		String what = (migration != null) ? "'%s' of the domain '%s'"
			.formatted(displayPath(migration.getMigration().getScript()), this.domain.name())
				: "the domain '%s'".formatted(this.domain.name());
		boolean transactional = migration == null
				|| (migration.isExecutableInTransaction() && DatabaseKind.rollsBackDefinitions(this.database));
		return new DomainMigrationException("Migrating %s failed in %s.%n%n%s%n%n%s".formatted(what,
				this.database.location().describe(), messages(failure),
				transactional ? "What was not yet committed was rolled back."
						: "It does not run in a transaction: parts may have stayed, and the history has it as failed."),
				transactional
						? "Remove the cause and start again: what was applied is recorded and is not applied twice."
						: new HistoryTable(this.domain, this.flyway).howToForgetFailure(),
				failure);
	}

	private String displayPath(String script) {
		LoadableResource resource = this.flyway.getConfiguration().getResourceProvider().getResource(script);
		return (resource != null) ? resource.getAbsolutePath() : script;
	}

	private static String firstLine(SQLException failure) {
		return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
	}

	private static String messages(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		String told = String.valueOf(failure.getMessage());
		boolean repeated = root.getMessage() != null && told.contains(root.getMessage());
		return Stream.of(told, repeated ? "" : root.toString())
			.flatMap(String::lines)
			.map((line) -> line.replaceAll("\\.?\\s*(?:See|For [^.]*? see|Learn more:?) https?://\\S+", "").strip())
			.filter((line) -> !line.isEmpty() && !line.matches("[-=]+"))
			.distinct()
			.map((line) -> "    " + line)
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
