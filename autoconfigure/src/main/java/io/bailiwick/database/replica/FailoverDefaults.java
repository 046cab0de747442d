package io.bailiwick.database.replica;

import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DriverSettings;

import org.springframework.util.Assert;

/**
 * Lets a pool find the new primary after a failover. What somebody configured stays, what
 * nobody did is filled in before the first connection.
 * <p>
 * Where the URL names several hosts, connections go to the primary among them
 * ({@code targetServerType}), and a host's role is remembered for two seconds
 * ({@code hostRecheckSeconds}; the driver remembers it for the whole JVM). Hosts are
 * tried in a random order ({@code loadBalanceHosts}), because the driver has only one
 * {@code connectTimeout} for all of them: a first host that is cut off from the network
 * leaves one millisecond to the second, and one that accepts connections but is silent
 * uses up the whole {@code loginTimeout}, time after time.
 * <p>
 * Whatever the URL names, connections to a server that turns out to be read-only leave
 * the pool: the name, the bouncer or the proxy may lead to the new primary by now.
 */
public final class FailoverDefaults {

	private static final long HIKARI_VALIDATION_TIMEOUT = TimeUnit.SECONDS.toMillis(5);

	private static final long VALIDATION_TIMEOUT = TimeUnit.SECONDS.toMillis(2);

	private FailoverDefaults() {
	}

	/**
	 * Fill in what is not configured. Does nothing to a pool that is already running or
	 * is not one of PostgreSQL's own driver.
	 * @param pool the pool of a primary
	 */
	public static void complete(HikariDataSource pool) {
		Assert.notNull(pool, "'pool' must not be null");
		DriverSettings properties = new DriverSettings(pool);
		if (pool.isRunning() || !properties.isPostgres()) {
			return;
		}
		if (pool.getExceptionOverride() == null && pool.getExceptionOverrideClassName() == null) {
			pool.setExceptionOverride(new ReadOnlyServerEviction(pool));
		}
		if (properties.severalHosts()) {
			properties.addIfAbsent("targetServerType", "primary")
				.addIfAbsent("hostRecheckSeconds", "2")
				.addIfAbsent("loadBalanceHosts", "true")
				.addIfAbsent("connectTimeout", "2")
				.addIfAbsent("loginTimeout", "4");
			if (pool.getValidationTimeout() == HIKARI_VALIDATION_TIMEOUT) {
				// Connections to a host that has vanished are found out one by one.
				pool.setValidationTimeout(VALIDATION_TIMEOUT);
			}
		}
	}

}
