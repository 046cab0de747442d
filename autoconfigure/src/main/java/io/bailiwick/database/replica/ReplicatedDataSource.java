package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.util.Assert;

/**
 * A primary and a replica of it behind one data source: read-only transactions go to the
 * replica, everything else to the primary.
 * <p>
 * A transaction is read-only by {@code @Transactional(readOnly = true)} or its like;
 * reads outside of transactions and serializable transactions, which a standby refuses,
 * go to the primary. A read never sees data older than the maximum lag: when the replica
 * is further behind, down or promoted, and as long as nothing is known of it, reads go to
 * the primary without waiting for it. A read never fails because there is a replica, with
 * one exception: a statement that is under way on a server when it dies.
 * <p>
 * Take this data source itself for transaction managers and templates; it unwraps to the
 * pool of the primary. Closing it ends the measuring and leaves both pools to their
 * owners.
 */
public final class ReplicatedDataSource extends LazyConnectionDataSourceProxy implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ReplicatedDataSource.class);

	private final ReplicaSettings settings;

	private final HikariDataSource primaryPool;

	private final DataSource replica;

	private final ReplicaPool replicaPool;

	private final ReplicaState state;

	private final ReplicaMonitor monitor;

	private final Probe primaryProbe;

	private final Probe replicaProbe;

	private final ServerRoles roles;

	/**
	 * Create the data source. Until it is started, everything goes to the primary.
	 * @param primary the primary; its data source is a HikariCP pool, or a proxy for one
	 * @param replica the replica; its data source is a HikariCP pool that is not running
	 * yet, or a proxy for one. The pool is made read-only and to fail soon
	 * @param settings how to use the replica
	 */
	public ReplicatedDataSource(Database primary, Database replica, ReplicaSettings settings) {
		Assert.notNull(primary, "'primary' must not be null");
		Assert.notNull(replica, "'replica' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.settings = settings;
		this.primaryPool = pool(primary);
		HikariDataSource pool = pool(replica);
		this.replica = replica.dataSource();
		this.replicaPool = new ReplicaPool(this.replica, pool);
		this.state = new ReplicaState(settings.maximumLag());
		this.primaryProbe = new Probe(this.primaryPool, settings.timeout());
		this.replicaProbe = new Probe(pool, settings.timeout());
		this.roles = new ServerRoles(primary.location(), replica.location());
		this.monitor = new ReplicaMonitor(primary.location(), this.primaryProbe, this.replicaProbe, this.replicaPool,
				this.state);
		this.replicaPool.complete(this.primaryPool, settings, this.monitor::failed);
		setDefaultAutoCommit(this.primaryPool.isAutoCommit());
		setTargetDataSource(primary.dataSource());
		setReadOnlyDataSource(new ReplicaRouter(primary.dataSource(), this.replicaPool, this.state,
				this.monitor::failed, this::defaultTransactionIsolation));
	}

	private static HikariDataSource pool(Database database) {
		HikariDataSource pool = DataSourceUnwrapper.unwrap(database.dataSource(), HikariConfigMXBean.class,
				HikariDataSource.class);
		Assert.notNull(pool, () -> "The data source of '%s' must be a HikariCP pool".formatted(database.name()));
		return pool;
	}

	/**
	 * Check the roles of both servers, look at the replica for the first time, and go on
	 * looking at it. Servers that do not answer are waited for no longer than the
	 * settings say and are no error here.
	 * @throws DatabaseConfigurationException if the primary is read-only, or the replica
	 * is a primary or belongs to another cluster
	 */
	public void start() {
		try {
			if (this.roles.check(this.primaryPool, this.primaryProbe, this.replicaProbe)) {
				learnIsolation();
			}
			this.monitor.check();
			this.monitor.start(this.settings.checkInterval());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void learnIsolation() {
		try (Connection connection = obtainTargetDataSource().getConnection()) {
			checkDefaultConnectionProperties(connection);
			Integer level = defaultTransactionIsolation();
			if (level != null) {
				this.replicaPool.isolation(level);
			}
		}
		catch (SQLException ex) {
			logger.debug("The primary gives no connection: its isolation level is found out later", ex);
		}
	}

	/**
	 * Return what is known of the replica and how often it was used.
	 * @return the state, which goes on changing
	 */
	public ReplicaState state() {
		return this.state;
	}

	/**
	 * Return where reads on the replica get their connections.
	 * @return the replica's data source, which takes no part in the transactions of this
	 * one
	 */
	public DataSource replica() {
		return this.replica;
	}

	@Override
	public void close() {
		this.monitor.close();
	}

}
