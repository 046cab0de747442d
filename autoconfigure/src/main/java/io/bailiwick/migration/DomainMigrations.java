package io.bailiwick.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.util.Assert;

/**
 * Migrates every domain of the application, each after those it depends on. As a bean it
 * does so when the application starts; whatever uses a domain's data waits for it.
 */
public final class DomainMigrations implements InitializingBean {

	private final MigrationContext context;

	/**
	 * Create the migrations of an application.
	 * @param domains the domains, in their order
	 * @param plans how to migrate each domain, by its name
	 * @param databases the databases they live in
	 * @param settings what holds for all of them
	 * @param classLoader the class loader of the application
	 * @param roles the roles of the domains, or {@code null} if they have none
	 * @param applications the databases as the application sees them, by their names,
	 * where migrations have connections of their own
	 */
	public DomainMigrations(Domains domains, Map<String, DomainPlan> plans, Iterable<Database> databases,
			MigrationSettings settings, ClassLoader classLoader, @Nullable DomainRoles roles,
			Map<String, Database> applications) {
		Assert.notNull(domains, "'domains' must not be null");
		this.context = MigrationContext.of(domains, plans, databases, settings, classLoader, roles, applications);
	}

	@Override
	public void afterPropertiesSet() {
		migrate();
	}

	/**
	 * Bring every domain to the state that its files describe. Does nothing where nothing
	 * is to be done, and may be called again.
	 * @throws DomainMigrationException if a domain could not be migrated; domains before
	 * it keep what was applied, domains after it are not touched
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public void migrate() {
		migrate(MigrationScope.all());
	}

	/**
	 * Bring some domains forward, and all that they depend on.
	 * @param scope which domains, and up to which versions
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws DomainMigrationException if a domain could not be migrated; domains before
	 * it keep what was applied, domains after it are not touched
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public void migrate(MigrationScope scope) {
		new SchemaMigrator(this.context, scope).migrate();
	}

	/**
	 * Read from the database how far a domain has come.
	 * @param domain the name of a domain
	 * @return its status
	 * @throws java.util.NoSuchElementException if there is no such domain
	 * @throws org.flywaydb.core.api.FlywayException if the database can not be read
	 */
	public DomainStatus status(String domain) {
		return DomainStatus.of(this.context.plan(this.context.domains().get(domain)).flyway());
	}

	/**
	 * Read how far the domains of a database have come, all at once where that is
	 * possible.
	 * @param database the name of a database
	 * @return their statuses by name, in the order of the domains
	 * @throws java.util.NoSuchElementException if there is no such database
	 * @throws io.bailiwick.database.DatabaseUnavailableException if the database does not
	 * let the application in
	 * @throws org.flywaydb.core.api.FlywayException if the database can not be read
	 */
	public Map<String, DomainStatus> statuses(String database) {
		Database place = this.context.databases().get(database);
		if (place == null) {
			throw new NoSuchElementException("There is no database '%s'".formatted(database));
		}
		List<Domain> inhabitants = this.context.domains().in(database);
		Map<String, DomainStatus> known = new DomainStatuses(inhabitants, this.context::plan).read(place);
		Map<String, DomainStatus> statuses = new LinkedHashMap<>();
		for (Domain domain : inhabitants) {
			DomainStatus status = known.get(domain.name());
			statuses.put(domain.name(), (status != null) ? status : status(domain.name()));
		}
		return statuses;
	}

}
