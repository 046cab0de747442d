package io.bailiwick.migration;

import java.util.List;

import io.bailiwick.migration.history.ExpectedHistory;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * How one domain is migrated.
 *
 * @param flyway runs its migrations
 * @param seeds loads its seed data, or {@code null} if it has none or it is not wanted
 * @param expected what all its histories say when there is nothing to do; empty if only
 * Flyway can tell
 */
public record DomainPlan(Flyway flyway, @Nullable Flyway seeds, List<ExpectedHistory> expected) {

	/**
	 * Create a plan.
	 */
	public DomainPlan {
		expected = List.copyOf(expected);
	}

	/**
	 * Create a plan of which only Flyway can tell whether there is something to do.
	 * @param flyway runs the domain's migrations
	 * @param seeds loads its seed data, or {@code null}
	 */
	public DomainPlan(Flyway flyway, @Nullable Flyway seeds) {
		this(flyway, seeds, List.of());
	}

}
