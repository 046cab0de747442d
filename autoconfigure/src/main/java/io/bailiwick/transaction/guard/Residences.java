package io.bailiwick.transaction.guard;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.bailiwick.database.Database;
import io.bailiwick.database.Databases;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronizationUtils;

/**
 * Tells whose pool a pool is. It is asked only when a guard has found something.
 */
final class Residences {

	private final Domains domains;

	private final Supplier<? extends @Nullable Databases> databases;

	private final Map<Object, String> ownPools = new ConcurrentHashMap<>();

	private final Map<Object, String> beans = new ConcurrentHashMap<>();

	Residences(Domains domains, Supplier<? extends @Nullable Databases> databases) {
		this.domains = domains;
		this.databases = databases;
	}

	/**
	 * What Spring binds to a thread, by which it knows whether two transactions are one.
	 */
	static Object poolOf(Object dataSource) {
		return TransactionSynchronizationUtils.unwrapResourceIfNecessary(dataSource);
	}

	void ownPool(Object pool, String domain) {
		this.ownPools.put(pool, domain);
	}

	void bean(Object pool, String beanName) {
		this.beans.putIfAbsent(pool, beanName);
	}

	Residence of(Object pool) {
		String owner = this.ownPools.get(pool);
		if (owner != null) {
			return new Residence(this.domains.get(owner).database(), List.of(owner), true);
		}
		Databases known = this.databases.get();
		if (known != null) {
			for (Database database : known) {
				if (poolOf(database.dataSource()).equals(pool)) {
					List<String> residents = this.domains.in(database.name())
						.stream()
						.map(Domain::name)
						.filter((name) -> !this.ownPools.containsValue(name))
						.toList();
					return new Residence(database.name(), residents, false);
				}
			}
		}
		return new Residence(this.beans.getOrDefault(pool, "unknown"), List.of(), false);
	}

}
