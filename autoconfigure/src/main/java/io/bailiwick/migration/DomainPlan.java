package io.bailiwick.migration;

import io.bailiwick.migration.script.DomainScripts;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * How one domain is migrated.
 *
 * @param flyway runs its migrations
 * @param scripts the files that they consist of
 * @param seeds loads its seed data, or {@code null} if it has none or it is not wanted
 */
public record DomainPlan(Flyway flyway, DomainScripts scripts, @Nullable Flyway seeds) {

}
