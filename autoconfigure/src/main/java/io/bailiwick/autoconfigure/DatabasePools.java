package io.bailiwick.autoconfigure;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;

/**
 * Makes the pool of a database ready for use, in whichever way it came into being.
 */
final class DatabasePools {

	private final PoolPreparation preparation;

	private final DomainPools domains;

	private final ReplicaPools replicas;

	DatabasePools(PoolPreparation preparation, DomainPools domains, ReplicaPools replicas) {
		this.preparation = preparation;
		this.domains = domains;
		this.replicas = replicas;
	}

	/**
	 * Prepare a pool before its first connection.
	 */
	void prepare(HikariDataSource pool, PoolPurpose purpose) {
		this.domains.takePattern(pool, purpose);
		this.preparation.prepare(pool, purpose);
	}

	/**
	 * The data source to use in place of a prepared pool, to be closed by the caller.
	 */
	DataSource withReplica(DatabaseLocation location, HikariDataSource pool, PoolPurpose purpose) {
		DataSource dataSource = withReplica(location, pool, pool, purpose);
		if (dataSource != pool) {
			this.replicas.closeAfterwards(pool);
		}
		return dataSource;
	}

	/**
	 * The data source to use in place of a prepared pool. Where the domains have pools of
	 * their own, each of those has the replica.
	 */
	DataSource withReplica(DatabaseLocation location, DataSource dataSource, HikariDataSource pool,
			PoolPurpose purpose) {
		return this.domains.isFor(purpose.database()) ? dataSource
				: this.replicas.beside(location, dataSource, pool, purpose);
	}

}
