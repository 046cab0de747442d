package io.bailiwick.migration;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * How one domain is migrated.
 *
 * @param flyway runs its migrations
 * @param seeds loads its seed data, or {@code null} if it has none or it is not wanted
 */
public record DomainPlan(Flyway flyway, @Nullable Flyway seeds) {

}
