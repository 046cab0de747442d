package io.bailiwick.migration.review;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What migrating would do, in its order.
 *
 * @param steps the steps; empty if there is nothing to do
 * @param obstacles what would keep it from beginning
 */
public record MigrationPlan(List<Step> steps, List<Finding> obstacles) {

	/**
	 * Create a plan.
	 */
	public MigrationPlan {
		steps = List.copyOf(steps);
		obstacles = List.copyOf(obstacles);
	}

	/**
	 * Whether there is nothing to do and nothing in the way.
	 * @return whether the plan is empty
	 */
	public boolean isEmpty() {
		return this.steps.isEmpty() && this.obstacles.isEmpty();
	}

	/**
	 * One step.
	 *
	 * @param domain the name of the domain
	 * @param database the name of its database
	 * @param kind what kind of step it is
	 * @param version the version, or {@code null} if there is none
	 * @param description what the migration is called, or the schema that is created
	 * @param file the path of the file, or {@code null} if there is none
	 * @param about what the head of the file says it does, or {@code null} if it says
	 * nothing
	 * @param transactional whether it runs in one transaction, with its row in the
	 * history
	 * @param statements the statements in their order; empty if it is written in Java
	 */
	public record Step(String domain, String database, Kind kind, @Nullable String version, String description,
			@Nullable String file, @Nullable String about, boolean transactional, List<Statement> statements) {

		/**
		 * Create a step.
		 */
		public Step {
			statements = List.copyOf(statements);
		}

	}

	/**
	 * One statement.
	 *
	 * @param line the line of the file in which it begins, counted from 1; 0 if there is
	 * no file
	 * @param sql the SQL with placeholders replaced, without a semicolon at its end
	 */
	public record Statement(int line, String sql) {

	}

	/**
	 * What kind of step it is.
	 */
	public enum Kind {

		/**
		 * The domain's schema is created.
		 */
		SCHEMA,

		/**
		 * A version is applied.
		 */
		VERSIONED,

		/**
		 * A repeatable migration runs, for the first time or because its file has
		 * changed.
		 */
		REPEATABLE,

		/**
		 * Seed data is loaded.
		 */
		SEED

	}

}
