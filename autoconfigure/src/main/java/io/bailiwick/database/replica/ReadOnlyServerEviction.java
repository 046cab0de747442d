package io.bailiwick.database.replica;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes connections out of a pool whose server refuses to write (SQLSTATE 25006): it is
 * not the primary any more. HikariCP by itself keeps them until their lifetime is over.
 */
final class ReadOnlyServerEviction implements SQLExceptionOverride {

	private static final Log logger = LogFactory.getLog(ReadOnlyServerEviction.class);

	private static final String READ_ONLY_SQL_TRANSACTION = "25006";

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(2);

	private final HikariDataSource pool;

	private final AtomicLong lastEviction = new AtomicLong(System.nanoTime() - PAUSE);

	ReadOnlyServerEviction(HikariDataSource pool) {
		this.pool = pool;
	}

	@java.lang.Override
	public Override adjudicate(SQLException ex) {
		// In a read-only transaction it is the application that must not write.
		if (!READ_ONLY_SQL_TRANSACTION.equals(ex.getSQLState())
				|| TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
			return Override.CONTINUE_EVICT;
		}
		evictOthers();
		return Override.MUST_EVICT;
	}

	private void evictOthers() {
		long last = this.lastEviction.get();
		long now = System.nanoTime();
		HikariPoolMXBean running = this.pool.getHikariPoolMXBean();
		if (running != null && now - last >= PAUSE && this.lastEviction.compareAndSet(last, now)) {
			logger.warn("The server of pool '%s' is read-only: all of its connections are being replaced"
				.formatted(this.pool.getPoolName()));
			running.softEvictConnections();
		}
	}

}
