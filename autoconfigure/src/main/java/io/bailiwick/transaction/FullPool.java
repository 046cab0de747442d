package io.bailiwick.transaction;

import java.sql.SQLTransientConnectionException;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.util.ClassUtils;

/**
 * Finds out that a transaction could not begin because the pool had no connection left.
 */
final class FullPool {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			FullPool.class.getClassLoader());

	/** The others are most likely in the same place. */
	private static final int NAMED_HOLDERS = 5;

	private FullPool() {
	}

	/**
	 * Return what to throw instead, or the failure itself where it has another reason.
	 */
	static CannotCreateTransactionException explain(CannotCreateTransactionException failure, DataSource dataSource,
			OpenTransactions open) {
		return (HIKARI_PRESENT && failure.getCause() instanceof SQLTransientConnectionException cause)
				? Hikari.explain(failure, cause, dataSource, open) : failure;
	}

	/**
	 * Isolated because an application may have exchanged the pool for another.
	 */
	private static final class Hikari {

		static CannotCreateTransactionException explain(CannotCreateTransactionException failure,
				SQLTransientConnectionException cause, DataSource dataSource, OpenTransactions open) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			HikariPoolMXBean numbers = (pool != null) ? pool.getHikariPoolMXBean() : null;
			// Where the server does not let anybody in, the pool is empty and not full.
			if (pool == null || numbers == null || numbers.getActiveConnections() < pool.getMaximumPoolSize()) {
				return failure;
			}
			return new PoolExhaustedException(pool.getPoolName(),
					"The pool '%s' has given no connection within %d ms: all %d are in use, and %d threads wait. %s"
						.formatted(pool.getPoolName(), pool.getConnectionTimeout(), pool.getMaximumPoolSize(),
								numbers.getThreadsAwaitingConnection(), holders(open.describe())),
					cause);
		}

		private static String holders(List<String> open) {
			return open.isEmpty() ? "No transaction of this domain holds one." : "Of this domain hold one: %s%s."
				.formatted(String.join("; ", open.subList(0, Math.min(NAMED_HOLDERS, open.size()))),
						(open.size() > NAMED_HOLDERS) ? " and %d others".formatted(open.size() - NAMED_HOLDERS) : "");
		}

	}

}
