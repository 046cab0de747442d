package io.bailiwick.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DriverDefaults;
import io.bailiwick.database.DriverSettings;
import io.bailiwick.database.PoolDefaults;
import io.bailiwick.database.replica.FailoverDefaults;
import io.bailiwick.database.timeout.PoolerDefaults;
import io.bailiwick.database.timeout.StartupOptions;
import io.bailiwick.database.timeout.Timeouts;

import org.springframework.core.env.Environment;

/**
 * Makes a pool ready before its first connection: certificates and credentials, what
 * travels in the start-up packet, how long to wait for what. What somebody configured
 * stays.
 */
final class PoolPreparation {

	private static final Set<String> PROTECTION = Set.of("gssEncMode", "channelBinding", "requireAuth");

	private final Environment environment;

	private final PoolSecurity security;

	private final ServerProfiles servers;

	private final Map<String, Properties> driverProperties = new ConcurrentHashMap<>();

	private final Map<String, PoolPurpose> poolNames = new ConcurrentHashMap<>();

	PoolPreparation(Environment environment, PoolSecurity security) {
		this(environment, security, (database) -> Duration.ZERO);
	}

	/**
	 * Create an instance.
	 * @param patience how long to wait for the server of a database to come up, by the
	 * name of the database
	 */
	PoolPreparation(Environment environment, PoolSecurity security, Function<String, Duration> patience) {
		this.environment = environment;
		this.security = security;
		this.servers = new ServerProfiles(environment, patience);
	}

	/**
	 * Prepare the pool of a database's primary server.
	 */
	void prepare(HikariDataSource pool, PoolPurpose purpose) {
		if (pool.isRunning()) {
			return;
		}
		Properties configured = new Properties();
		configured.putAll(pool.getDataSourceProperties());
		this.driverProperties.put(purpose.database(), configured);
		this.security.apply(pool, purpose.database(), purpose.secrets());
		// Also for the look: it is to find the primary among several hosts as well.
		FailoverDefaults.complete(pool);
		ServerProfile server = this.servers.look(purpose.database(), pool);
		if (server.pooled() && !configured.containsKey("targetServerType")) {
			// A pooler may tell a role that its server no longer has.
			pool.getDataSourceProperties().remove("targetServerType");
		}
		complete(pool, purpose, server);
	}

	/**
	 * Whether the pool of a database has been prepared here. One that the application
	 * makes itself has not.
	 */
	boolean isPrepared(String database) {
		return this.driverProperties.containsKey(database);
	}

	/**
	 * Let a further pool have what is configured for the driver in a database's own: all
	 * of it for the same address, and what protects the connection for any other.
	 */
	void inherit(HikariDataSource pool, String database, boolean sameAddress) {
		DriverSettings settings = new DriverSettings(pool);
		this.driverProperties.getOrDefault(database, new Properties()).forEach((key, value) -> {
			String name = key.toString();
			if (sameAddress || name.startsWith("ssl") || PROTECTION.contains(name)) {
				settings.addIfAbsent(name, value.toString());
			}
		});
	}

	/**
	 * Prepare a further pool to the same server, or to a replica of it, which nobody
	 * looks at now: it need not be there.
	 */
	void prepareFurther(HikariDataSource pool, PoolPurpose purpose) {
		if (!pool.isRunning()) {
			this.security.apply(pool, purpose.database(), purpose.secrets());
			complete(pool, purpose, profile(purpose.database()));
		}
	}

	/**
	 * Prepare a pool that leads to the server itself, whatever the application's pool
	 * leads to, and is left to whoever borrows from it to set timeouts.
	 */
	void prepareForMigrations(HikariDataSource pool, PoolPurpose purpose) {
		this.security.apply(pool, purpose.database(), purpose.secrets());
		FailoverDefaults.complete(pool);
		new PoolDefaults(purpose.name(), purpose.searchPath(), purpose.application()).complete(pool);
		claimName(pool.getPoolName(), purpose);
		new DriverDefaults(null).complete(pool);
	}

	/**
	 * What is known of the server of a database.
	 */
	ServerProfile profile(String database) {
		return this.servers.of(database);
	}

	/**
	 * The timeouts that the application's connections are to have.
	 */
	Timeouts timeouts(String database) {
		Timeouts configured = new DatabaseProperties(database, this.environment).timeouts("timeouts");
		ServerProfile server = profile(database);
		return server.pooled() ? configured : server.complete(configured);
	}

	private void complete(HikariDataSource pool, PoolPurpose purpose, ServerProfile server) {
		Timeouts timeouts = timeouts(purpose.database());
		// What the start-up packet would carry, a pooler refuses or forgets.
		List<String> searchPath = server.pooled() ? List.of() : purpose.searchPath();
		new PoolDefaults(purpose.name(), searchPath, purpose.application()).complete(pool);
		claimName(pool.getPoolName(), purpose);
		if (server.pooled()) {
			new PoolerDefaults(server.pooling().preparedStatements()).complete(pool);
		}
		else {
			Map<String, String> options = new LinkedHashMap<>(timeouts.settings(server.majorVersion()));
			if (purpose.role() != null) {
				options.put("role", purpose.role());
			}
			new StartupOptions(options).complete(pool);
			if (server.majorVersion() > 0) {
				// Otherwise the driver asks first and then says the application's name:
				// one more round trip for each connection.
				new DriverSettings(pool).addIfAbsent("assumeMinServerVersion", Integer.toString(server.majorVersion()));
			}
		}
		new DriverDefaults(timeouts.statement()).complete(pool);
	}

	private void claimName(String name, PoolPurpose purpose) {
		PoolPurpose other = this.poolNames.putIfAbsent(name, purpose);
		// A pool that could not start may be made again.
		if (other != null && !other.equals(purpose)) {
			throw new DatabaseConfigurationException(
					"Two pools have the name '%s': that of '%s' and that of '%s'. Metrics and logs could not tell them apart."
						.formatted(name, other.name(), purpose.name()),
					"Change or remove 'pool-name' of one of them: a pool has the name of its database otherwise.");
		}
	}

}
