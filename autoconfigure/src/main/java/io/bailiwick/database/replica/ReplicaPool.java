package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.bailiwick.database.DriverSettings;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The pool of a replica, which starts and goes on without its server and never keeps a
 * read waiting for long.
 */
final class ReplicaPool {

	private static final long HIKARI_CONNECTION_TIMEOUT = TimeUnit.SECONDS.toMillis(30);

	private final DataSource dataSource;

	private final HikariDataSource pool;

	/**
	 * Create the pool.
	 * @param dataSource where reads get their connections
	 * @param pool the pool that it is, or that is behind it
	 */
	ReplicaPool(DataSource dataSource, HikariDataSource pool) {
		Assert.isTrue(!pool.isRunning(), "The pool of a replica must not be running yet");
		this.dataSource = dataSource;
		this.pool = pool;
	}

	/**
	 * Prepare the pool so that its connections look like the primary's, but read-only:
	 * {@code LazyConnectionDataSourceProxy} sets neither.
	 */
	void complete(HikariDataSource primary, ReplicaSettings settings, Consumer<SQLException> brokenConnection) {
		this.pool.setReadOnly(true);
		this.pool.setAutoCommit(primary.isAutoCommit());
		if (!StringUtils.hasText(this.pool.getPoolName())) {
			this.pool.setPoolName(
					StringUtils.hasText(primary.getPoolName()) ? primary.getPoolName() + "-replica" : "replica");
		}
		this.pool.setInitializationFailTimeout(-1);
		if (this.pool.getConnectionTimeout() == HIKARI_CONNECTION_TIMEOUT) {
			this.pool.setConnectionTimeout(settings.timeout().toMillis());
		}
		this.pool.setValidationTimeout(
				Math.min(this.pool.getValidationTimeout(), Math.max(settings.timeout().toMillis(), 250)));
		if (this.pool.getExceptionOverride() == null && this.pool.getExceptionOverrideClassName() == null) {
			this.pool.setExceptionOverride(new BrokenConnections(brokenConnection));
		}
		DriverSettings properties = new DriverSettings(this.pool);
		if (properties.isPostgres()) {
			properties.addIfAbsent("connectTimeout", "2");
			if (properties.severalHosts()) {
				properties.addIfAbsent("targetServerType", "secondary").addIfAbsent("hostRecheckSeconds", "2");
			}
		}
	}

	Connection borrow() throws SQLException {
		return this.dataSource.getConnection();
	}

	/**
	 * Make sure that the pool gives connections again: after a while without its server
	 * it tries to get one only every five seconds.
	 */
	void warmUp() throws SQLException {
		borrow().close();
	}

	/**
	 * Return whether all connections are in use, in which case waiting for one in vain
	 * says nothing about the server.
	 */
	boolean isExhausted() {
		HikariPoolMXBean running = this.pool.getHikariPoolMXBean();
		return running != null && running.getActiveConnections() >= this.pool.getMaximumPoolSize();
	}

	void evict() {
		HikariPoolMXBean running = this.pool.getHikariPoolMXBean();
		if (running != null) {
			running.softEvictConnections();
		}
	}

	/**
	 * Let connections begin at the isolation level that those of the primary begin at.
	 */
	void isolation(int level) {
		if (!this.pool.isRunning() && this.pool.getTransactionIsolation() == null) {
			this.pool.setTransactionIsolation(Integer.toString(level));
		}
	}

}
