package io.bailiwick.transaction.guard;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.bailiwick.database.replica.ReplicatedDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * How much of a pool is in use.
 *
 * @param pool the name of the pool
 * @param maximum how many connections it opens at most
 * @param active how many of them are in use
 * @param idle how many are not
 * @param waiting how many threads wait for one
 */
record PoolUse(String pool, int maximum, int active, int idle, int waiting) {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			PoolUse.class.getClassLoader());

	/**
	 * Look at the pool from which a transaction would get its connection.
	 * @return its use, or {@code null} if that can not be told
	 */
	static @Nullable PoolUse of(Object pool, boolean readOnly) {
		return (HIKARI_PRESENT && pool instanceof DataSource dataSource) ? Hikari.use(dataSource, readOnly) : null;
	}

	boolean isExhausted() {
		return this.active >= this.maximum && this.idle == 0;
	}

	/**
	 * Isolated because an application may have exchanged the pool for another.
	 */
	private static final class Hikari {

		static @Nullable PoolUse use(DataSource dataSource, boolean readOnly) {
			if (readOnly && DataSourceUnwrapper.unwrap(dataSource, ReplicatedDataSource.class) != null) {
				// Which pool it will be shows with the first statement.
				return null;
			}
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			HikariPoolMXBean numbers = (pool != null) ? pool.getHikariPoolMXBean() : null;
			if (pool == null || numbers == null) {
				return null;
			}
			return new PoolUse(pool.getPoolName(), pool.getMaximumPoolSize(), numbers.getActiveConnections(),
					numbers.getIdleConnections(), numbers.getThreadsAwaitingConnection());
		}

	}

}
