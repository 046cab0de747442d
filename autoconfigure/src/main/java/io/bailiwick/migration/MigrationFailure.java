package io.bailiwick.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domain;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Flyway throws into what its reader needs: which file and statement, what was
 * rolled back, what to do.
 */
final class MigrationFailure {

	private final Domain domain;

	private final DomainPlan plan;

	private final MigrationProgress progress;

	MigrationFailure(Domain domain, DomainPlan plan, MigrationProgress progress) {
		this.domain = domain;
		this.plan = plan;
		this.progress = progress;
	}

	RuntimeException explain(RuntimeException failure) {
		if (failure instanceof DomainMigrationException) {
			return failure;
		}
		if (failure instanceof FlywayValidateException) {
			return new ValidationFailure(this.domain, this.plan).explain(failure);
		}
		FlywaySqlScriptException script = find(failure, FlywaySqlScriptException.class);
		FlywayMigrateException migration = find(failure, FlywayMigrateException.class);
		if (script != null && script.getResource() != null) {
			boolean transactional = migration == null || migration.isExecutableInTransaction();
			return statementFailed(script, transactional, failure);
		}
		if (migration != null && migration.getMigration().getState().isFailed()) {
			return failedBefore(migration);
		}
		if (failure instanceof FlywayException flywayException
				&& flywayException.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
			return schemaIsNotOurs(failure);
		}
		SQLException cause = find(failure, SQLException.class);
		if (cause != null && SqlStates.INSUFFICIENT_PRIVILEGE.equals(cause.getSQLState())) {
			return notPermitted(cause, failure);
		}
		return failed(migration, failure);
	}

	private DomainMigrationException statementFailed(FlywaySqlScriptException failure, boolean transactional,
			RuntimeException cause) {
		FailedStatement statement = FailedStatement.of(failure);
		String file = this.plan.scripts().displayPath(failure.getResource().getRelativePath());
		String description = """
				A migration of the domain '%s' failed in %s.

				    File:      %s, line %d
				    Statement: %s
				    Error:     %s [SQLSTATE %s]

				%s %s""".formatted(this.domain.name(), this.progress.database().location().describe(), file,
				statement.line(), statement.excerpt(), statement.message(), statement.sqlState(),
				transactional
						? "The whole file was rolled back and is not in the history: the schema is as it was before it."
						: "The file can not run in a transaction: what its statements did before this one has stayed, and the history has it as failed.",
				this.progress.describe());
		String action = transactional
				? "Correct the file and start again: it has never been applied here, so it may still be changed."
				: "Put the schema '%s' by hand into the state before or after the file, then delete the failed row from \"%s\".\"%s\" (or call repair() on the bean '%sFlyway') and start again."
					.formatted(this.domain.schema(), this.domain.schema(),
							this.plan.flyway().getConfiguration().getTable(), this.domain.name());
		return new DomainMigrationException(description, action, cause);
	}

	private DomainMigrationException failedBefore(FlywayMigrateException failure) {
		return new DomainMigrationException(
				"The history of the domain '%s' says that '%s' failed in an earlier run and could not be rolled back.%n%nNothing was changed in this domain. %s"
					.formatted(this.domain.name(), this.plan.scripts().displayPath(failure.getMigration().getScript()),
							this.progress.describe()),
				"Put the schema '%s' by hand into the state before or after that file, then delete the failed row from \"%s\".\"%s\" (or call repair() on the bean '%sFlyway') and start again."
					.formatted(this.domain.schema(), this.domain.schema(),
							this.plan.flyway().getConfiguration().getTable(), this.domain.name()),
				failure);
	}

	private DomainMigrationException schemaIsNotOurs(RuntimeException failure) {
		return new DomainMigrationException(
				"The schema '%s' of the domain '%s' already holds tables or other objects, but no history of migrations.%n%nNothing was changed in this domain. %s"
					.formatted(this.domain.schema(), this.domain.name(), this.progress.describe()),
				"If another tool made them, take them over with baseline() on the bean '%sFlyway'. If they belong to something else, choose another schema with 'bailiwick.domains.%s.schema'."
					.formatted(this.domain.name(), this.domain.name()),
				failure);
	}

	private DomainMigrationException notPermitted(SQLException cause, RuntimeException failure) {
		String role = this.progress.database().location().username();
		return new DomainMigrationException(
				"The role %s may not change the schema '%s' of the domain '%s'.%n%n    %s [SQLSTATE %s]%n%nNothing was changed in this domain. %s"
					.formatted((role != null) ? "'" + role + "'" : "that connects", this.domain.schema(),
							this.domain.name(), cause.getMessage(), cause.getSQLState(), this.progress.describe()),
				"Have an administrator run: ALTER SCHEMA \"%1$s\" OWNER TO %2$s; or GRANT USAGE, CREATE ON SCHEMA \"%1$s\" TO %2$s;"
					.formatted(this.domain.schema(), (role != null) ? "\"" + role + "\"" : "…"),
				failure);
	}

	private DomainMigrationException failed(@Nullable FlywayMigrateException migration, RuntimeException failure) {
		String what = (migration != null)
				? "'%s' of the domain '%s'".formatted(
						this.plan.scripts().displayPath(migration.getMigration().getScript()), this.domain.name())
				: "the domain '%s'".formatted(this.domain.name());
		String outcome = (migration == null || migration.isExecutableInTransaction())
				? "What was not yet committed was rolled back."
				: "It does not run in a transaction: parts may have stayed.";
		return new DomainMigrationException("Migrating %s failed in %s.%n%n%s%n%n%s %s".formatted(what,
				this.progress.database().location().describe(), messages(failure), outcome, this.progress.describe()),
				"Remove the cause and start again: what was applied is recorded and is not applied twice.", failure);
	}

	private static String messages(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return List.of(String.valueOf(failure.getMessage()), root.toString())
			.stream()
			.flatMap(String::lines)
			.filter((line) -> !line.contains("https://") && !line.isBlank() && !line.matches("[-=]+"))
			.distinct()
			.map((line) -> "    " + line)
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
