package io.bailiwick.database.timeout;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Completes a pool whose server is reached through a connection pooler.
 */
public final class PoolerDefaults {

	private static final String PROPERTY = "prepareThreshold";

	private final boolean preparedStatements;

	/**
	 * Create defaults.
	 * @param preparedStatements whether the pooler keeps track of statements that the
	 * driver prepares on the server, as PgBouncer does since 1.21 unless
	 * {@code max_prepared_statements} is 0
	 */
	public PoolerDefaults(boolean preparedStatements) {
		this.preparedStatements = preparedStatements;
	}

	/**
	 * Keep the driver from preparing statements on a server that is another one in the
	 * next transaction. What somebody configured stays. Does nothing to a pool that is
	 * already running.
	 * @param pool the pool
	 */
	public void complete(HikariDataSource pool) {
		String url = pool.getJdbcUrl();
		if (this.preparedStatements || pool.isRunning() || url == null || !url.startsWith("jdbc:postgresql:")) {
			return;
		}
		if (!pool.getDataSourceProperties().containsKey(PROPERTY) && !url.matches(".*[?&]" + PROPERTY + "=.*")) {
			pool.addDataSourceProperty(PROPERTY, "0");
		}
	}

}
