package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.database.Databases;
import io.bailiwick.database.budget.BudgetedPool;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.MigrationMode;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Lists every pool of the application, those that are yet to start included. A pool whose
 * connections a pooler gives takes none from the server itself.
 */
final class BudgetedPools {

	private final Domains domains;

	private final ObjectProvider<PoolPreparation> preparation;

	private final ObjectProvider<DomainPools> domainPools;

	private final ObjectProvider<ReplicaPools> replicas;

	private final ObjectProvider<MigrationPools> migrations;

	private final ConfiguredModes modes;

	BudgetedPools(Domains domains, ObjectProvider<PoolPreparation> preparation, ObjectProvider<DomainPools> domainPools,
			ObjectProvider<ReplicaPools> replicas, ObjectProvider<MigrationPools> migrations, ConfiguredModes modes) {
		this.domains = domains;
		this.preparation = preparation;
		this.domainPools = domainPools;
		this.replicas = replicas;
		this.migrations = migrations;
		this.modes = modes;
	}

	List<BudgetedPool> of(Databases databases) {
		List<BudgetedPool> pools = new ArrayList<>();
		for (Database database : databases) {
			boolean pooled = this.preparation.stream()
				.anyMatch((preparation) -> preparation.profile(database.name()).pooled());
			if (!pooled) {
				add(pools, database.name(), database, true);
				this.domainPools.ifAvailable((available) -> addDomains(pools, database, available));
			}
			this.migrations.ifAvailable((available) -> {
				Database source = available.forMigrations(database);
				if (available.isOwn(database) && this.modes.uses(database.name(), MigrationMode.MIGRATE)) {
					add(pools, database.name() + "-migration", source, true);
				}
			});
		}
		this.replicas.ifAvailable(
				(available) -> available.databases().forEach((replica) -> add(pools, replica.name(), replica, false)));
		return pools;
	}

	private void addDomains(List<BudgetedPool> pools, Database database, DomainPools available) {
		if (available.isFor(database.name())) {
			for (Domain domain : this.domains.in(database.name())) {
				pools.add(new BudgetedPool(domain.name(), database, available.maximumSize(domain), true));
			}
		}
	}

	private static void add(List<BudgetedPool> pools, String name, Database database, boolean required) {
		Integer size = database.maximumPoolSize();
		if (size != null && size > 0) {
			pools.add(new BudgetedPool(name, database, size, required));
		}
	}

}
