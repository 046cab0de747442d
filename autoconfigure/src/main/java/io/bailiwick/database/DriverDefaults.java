package io.bailiwick.database;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Bounds what a pool's connections wait for, where the PostgreSQL JDBC driver would wait
 * long or for ever. What somebody configured stays. The properties and their own defaults
 * are those of the driver's documentation, "Connecting to the Database".
 */
public final class DriverDefaults {

	private static final Duration MARGIN = Duration.ofSeconds(30);

	private final @Nullable Duration statementTimeout;

	/**
	 * Create defaults.
	 * @param statementTimeout how long the server lets a statement run, or {@code null}
	 * or zero if it sets no bound
	 */
	public DriverDefaults(@Nullable Duration statementTimeout) {
		this.statementTimeout = statementTimeout;
	}

	/**
	 * Fill in what is not configured. Does nothing to a pool that is already running or
	 * is not one of PostgreSQL's own driver.
	 * @param pool the pool
	 */
	public void complete(HikariDataSource pool) {
		Assert.notNull(pool, "'pool' must not be null");
		DriverSettings settings = new DriverSettings(pool);
		if (pool.isRunning() || !settings.isPostgres()) {
			return;
		}
		// Well below HikariCP's 30 seconds, so that a second attempt fits in.
		settings.addIfAbsent("connectTimeout", "5");
		// A server that accepts the connection and then is silent.
		settings.addIfAbsent("loginTimeout", "10");
		settings.addIfAbsent("cancelSignalTimeout", "3");
		settings.addIfAbsent("tcpKeepAlive", "true");
		if (this.statementTimeout != null && !this.statementTimeout.isZero()) {
			// The server answers before this, if only with an error; if not, it is gone.
			settings.addIfAbsent("socketTimeout", Long.toString(this.statementTimeout.plus(MARGIN).toSeconds()));
		}
	}

}
