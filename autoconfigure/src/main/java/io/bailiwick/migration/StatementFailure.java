package io.bailiwick.migration;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.review.HistoryTable;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/**
 * Says which statement of which file a server refused, and what that left behind.
 */
final class StatementFailure {

	private final Domain domain;

	private final Flyway flyway;

	private final Database database;

	StatementFailure(Domain domain, Flyway flyway, Database database) {
		this.domain = domain;
		this.flyway = flyway;
		this.database = database;
	}

	/**
	 * Explain the failure.
	 * @param failure what the statement threw
	 * @param migration what the migration threw, or {@code null} if the file is a
	 * callback outside of any
	 * @param cause the whole failure
	 */
	DomainMigrationException explain(FlywaySqlScriptException failure, @Nullable FlywayMigrateException migration,
			RuntimeException cause) {
		FailedStatement statement = FailedStatement.of(failure,
				new Excerpt(this.flyway.getConfiguration().getPlaceholders()));
		boolean callback = migration == null
				|| !failure.getResource().getRelativePath().equals(migration.getMigration().getScript());
		boolean transactional = DatabaseKind.rollsBackDefinitions(this.database)
				&& (migration == null || migration.isExecutableInTransaction());
		boolean around = callback && migration != null;
		boolean again = migration != null && migration.getMigration().getVersion() == null;
		String description = """
				%s of the domain '%s' failed in %s.

				    File:      %s, line %d
				    Statement: %s
				    Error:     %s [SQLSTATE %s]

				%s""".formatted(what(callback), this.domain.name(), this.database.location().describe(),
				failure.getResource().getAbsolutePath(), statement.line(), statement.excerpt(), statement.message(),
				statement.sqlState(), outcome(callback, around, transactional, again));
		return new DomainMigrationException(description, action(callback, transactional, again), cause);
	}

	private String what(boolean callback) {
		if (callback) {
			return "A callback";
		}
		return isSeeding() ? "Seed data" : "A migration";
	}

	private boolean isSeeding() {
		return this.flyway.getConfiguration().getTable().equals(DomainFlyway.SEED_HISTORY_TABLE);
	}

	private static String outcome(boolean callback, boolean around, boolean transactional, boolean again) {
		if (!transactional) {
			return "The file can not run in a transaction: what its statements did before this one has stayed, and the history has it as failed.";
		}
		if (callback) {
			return around
					? "What the callback did was rolled back, and the migration around it too; those applied before are kept."
					: "What the callback did was rolled back; migrations that had been applied before it are kept.";
		}
		return again ? "The whole file was rolled back: what an earlier version of it did is still in effect."
				: "The whole file was rolled back and is not in the history: the schema is as it was before it.";
	}

	private String action(boolean callback, boolean transactional, boolean again) {
		if (!callback && !transactional) {
			return new HistoryTable(this.domain, this.flyway).howToGoOn();
		}
		return (callback || again || isSeeding()) ? "Correct the file and start again."
				: "Correct the file and start again: it has never been applied here, so it may still be changed.";
	}

}
