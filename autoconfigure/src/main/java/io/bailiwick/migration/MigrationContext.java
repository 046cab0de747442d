package io.bailiwick.migration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.review.ReviewedDomain;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What every verb works with: the domains, where they live and how each is migrated.
 *
 * @param domains the domains, in their order
 * @param plans how to migrate each domain, by its name
 * @param databases the databases they live in, as migrations see them, by their names
 * @param settings what holds for all of them
 * @param classLoader the class loader of the application
 * @param roles the roles of the domains, or {@code null} if they have none
 * @param applications the databases as the application sees them, by their names, where
 * migrations have connections of their own
 * @param production whether the application runs in production, where nothing is undone
 * or dropped by accident
 */
record MigrationContext(Domains domains, Map<String, DomainPlan> plans, Map<String, Database> databases,
		MigrationSettings settings, ClassLoader classLoader, @Nullable DomainRoles roles,
		Map<String, Database> applications, boolean production) {

	static MigrationContext of(Domains domains, Map<String, DomainPlan> plans, Iterable<Database> databases,
			MigrationSettings settings, ClassLoader classLoader, @Nullable DomainRoles roles,
			Map<String, Database> applications, boolean production) {
		Assert.notNull(domains, "'domains' must not be null");
		Map<String, Database> byName = new LinkedHashMap<>();
		databases.forEach((database) -> byName.put(database.name(), database));
		return new MigrationContext(domains, Map.copyOf(plans), byName, settings, classLoader, roles,
				Map.copyOf(applications), production);
	}

	DomainPlan plan(Domain domain) {
		DomainPlan plan = this.plans.get(domain.name());
		Assert.state(plan != null, () -> "No plan for the domain '%s'".formatted(domain.name()));
		return plan;
	}

	/**
	 * A domain with the Flyway that goes no further than the scope does.
	 */
	ReviewedDomain review(Domain domain, MigrationScope scope) {
		DomainPlan plan = plan(domain);
		String target = scope.targets().get(domain.name());
		if (target == null) {
			return new ReviewedDomain(domain, plan.scripts(), plan.flyway());
		}
		Configuration configuration = plan.flyway().getConfiguration();
		return new ReviewedDomain(domain, plan.scripts(),
				new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
					.target(target)
					.load());
	}

	Database databaseOf(Domain domain) {
		Database database = this.databases.get(domain.database());
		Assert.state(database != null, () -> "No database for the domain '%s'".formatted(domain.name()));
		return database;
	}

	/**
	 * A database as the application itself sees it, which may be all that there is where
	 * somebody else migrates.
	 */
	Database seenByApplication(Database database) {
		return this.applications.getOrDefault(database.name(), database);
	}

	/**
	 * The databases in which some of the domains live, in the order in which their locks
	 * are taken.
	 */
	List<Database> inhabitedBy(Collection<Domain> inhabitants) {
		return this.databases.values()
			.stream()
			.filter((database) -> inhabitants.stream().anyMatch((domain) -> domain.database().equals(database.name())))
			.toList();
	}

	/**
	 * Those of the domains that live in a database.
	 */
	static List<Domain> in(Database database, Collection<Domain> domains) {
		return domains.stream().filter((domain) -> domain.database().equals(database.name())).toList();
	}

}
