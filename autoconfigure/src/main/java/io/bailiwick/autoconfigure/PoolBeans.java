package io.bailiwick.autoconfigure;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.PoolDefaults;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The factory method behind the bean definitions of pools; apart from
 * {@link DatabaseBeans} because an application may have exchanged the pool for another.
 */
final class PoolBeans {

	private PoolBeans() {
	}

	/**
	 * The pool of a database that is configured by {@code bailiwick.databases.<name>} or
	 * by environment variables.
	 */
	static HikariDataSource pool(String name, Domains domains, Environment environment, PoolSecurity security) {
		DatabaseAddress address = DatabaseAddress.of(name, environment);
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(address.url());
		pool.setUsername(address.username());
		pool.setPassword(address.password());
		if (address.maximumPoolSize() != null) {
			pool.setMaximumPoolSize(address.maximumPoolSize());
		}
		Binder.get(environment)
			.bind("bailiwick.databases." + DatabaseAddress.propertyName(name) + ".pool", Bindable.ofInstance(pool));
		List<String> schemas = domains.in(name).stream().map(Domain::schema).toList();
		new PoolDefaults(name, schemas, environment.getProperty("spring.application.name")).complete(pool);
		security.apply(pool, name);
		return pool;
	}

}
