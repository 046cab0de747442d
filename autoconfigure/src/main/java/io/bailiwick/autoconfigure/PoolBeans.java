package io.bailiwick.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;

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
	 * by environment variables, with its replica if it has one.
	 */
	static DataSource pool(String name, Domains domains, Environment environment, DatabasePools pools) {
		DatabaseAddress address = DatabaseAddress.of(name, environment);
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(address.url());
		pool.setUsername(address.username());
		pool.setPassword(address.password());
		if (address.maximumPoolSize() != null) {
			pool.setMaximumPoolSize(address.maximumPoolSize());
		}
		new DatabaseProperties(name, environment).bind("pool", pool);
		List<String> schemas = domains.in(name).stream().map(Domain::schema).toList();
		PoolPurpose purpose = new PoolPurpose(name, name, schemas, environment.getProperty("spring.application.name"),
				null, PoolPurpose.Secrets.ALL);
		pools.prepare(pool, purpose);
		DatabaseLocation location = new DatabaseLocation(name, pool.getJdbcUrl(), pool.getUsername(), address.origin());
		return pools.withReplica(location, pool, purpose);
	}

}
