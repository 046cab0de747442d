package io.bailiwick.migration;

import java.util.List;
import java.util.function.Supplier;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.ExpectedHistory;
import io.bailiwick.migration.review.ReviewedDomain;
import io.bailiwick.migration.script.DomainScripts;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * How one domain is migrated. A Flyway is made when one is needed for the first time,
 * which at most starts is never.
 *
 * @param scripts the files of its migrations
 * @param seedScripts the files of its seed data, or {@code null} if it has none or it is
 * not wanted
 * @param forMigrations makes the Flyway that runs its migrations
 * @param forSeeds makes the Flyway that loads its seed data, or {@code null} if it has
 * none or it is not wanted
 * @param expected what all its histories say when there is nothing to do, that of its
 * migrations first; empty if only Flyway can tell
 */
public record DomainPlan(DomainScripts scripts, @Nullable DomainScripts seedScripts, Supplier<Flyway> forMigrations,
		@Nullable Supplier<Flyway> forSeeds, List<ExpectedHistory> expected) {

	/**
	 * Create a plan.
	 */
	public DomainPlan {
		Assert.notNull(scripts, "'scripts' must not be null");
		Assert.notNull(forMigrations, "'forMigrations' must not be null");
		forMigrations = SingletonSupplier.of(forMigrations);
		forSeeds = (forSeeds != null) ? SingletonSupplier.of(forSeeds) : null;
		expected = List.copyOf(expected);
	}

	/**
	 * The plan without seed data, of which nobody but who migrates needs to know.
	 */
	DomainPlan migrationsAlone() {
		return new DomainPlan(this.scripts, null, this.forMigrations, null,
				this.expected.subList(0, Math.min(1, this.expected.size())));
	}

	void prepare() {
		flyway();
		seeds();
	}

	Flyway flyway() {
		Flyway flyway = this.forMigrations.get();
		Assert.state(flyway != null, "No Flyway");
		return flyway;
	}

	ReviewedDomain review(Domain domain) {
		return new ReviewedDomain(domain, this.scripts, flyway());
	}

	/**
	 * The seed data of the domain as something to lay beside its history, or {@code null}
	 * if there is none.
	 */
	@Nullable ReviewedDomain reviewSeeds(Domain domain) {
		Flyway seeds = seeds();
		return (seeds != null && this.seedScripts != null) ? new ReviewedDomain(domain, this.seedScripts, seeds) : null;
	}

	@Nullable Flyway seeds() {
		return (this.forSeeds != null) ? this.forSeeds.get() : null;
	}

}
