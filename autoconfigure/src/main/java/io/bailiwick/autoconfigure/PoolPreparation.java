package io.bailiwick.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DriverDefaults;
import io.bailiwick.database.DriverSettings;
import io.bailiwick.database.PoolDefaults;
import io.bailiwick.database.replica.FailoverDefaults;
import io.bailiwick.database.timeout.PlainConnections;
import io.bailiwick.database.timeout.PoolerDefaults;
import io.bailiwick.database.timeout.Pooling;
import io.bailiwick.database.timeout.PoolingProbe;
import io.bailiwick.database.timeout.StartupOptions;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.database.timeout.TimeoutsInForce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Makes a pool ready before its first connection: certificates and credentials, what
 * travels in the start-up packet, how long to wait for what. What somebody configured
 * stays.
 */
final class PoolPreparation {

	private static final Log logger = LogFactory.getLog(PoolPreparation.class);

	private static final ServerProfile UNKNOWN = new ServerProfile(
			new Pooling(Pooling.Kind.DIRECT, true, "the server did not answer"), 0, null);

	private final Environment environment;

	private final PoolSecurity security;

	private final Map<String, ServerProfile> servers = new ConcurrentHashMap<>();

	private final Map<String, PoolPurpose> poolNames = new ConcurrentHashMap<>();

	PoolPreparation(Environment environment, PoolSecurity security) {
		this.environment = environment;
		this.security = security;
	}

	/**
	 * Prepare the pool of a database's primary server.
	 */
	void prepare(HikariDataSource pool, PoolPurpose purpose) {
		if (pool.isRunning()) {
			return;
		}
		this.security.apply(pool, purpose.database(), purpose.secrets());
		ServerProfile server = profile(purpose.database(), pool);
		if (!server.pooled()) {
			FailoverDefaults.complete(pool);
		}
		complete(pool, purpose, server);
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
		return this.servers.getOrDefault(database, UNKNOWN);
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

	/**
	 * Look at the server with one connection that is closed again: what the pool's own
	 * connections carry depends on what is found.
	 */
	private ServerProfile profile(String database, HikariDataSource pool) {
		if (!new DriverSettings(pool).isPostgres()) {
			return UNKNOWN;
		}
		PlainConnections connections = new PlainConnections(pool);
		ServerProfile server;
		try (Connection connection = connections.open(Duration.ZERO)) {
			server = new ServerProfile(pooling(database, new PoolingProbe(connections), connection),
					connection.getMetaData().getDatabaseMajorVersion(), TimeoutsInForce.read(connection));
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("The server of the database '%s' can not be looked at".formatted(database), ex);
			if (Boolean.TRUE.equals(configuredPooler(database))) {
				return remember(database, new ServerProfile(configured(database, false), 0, null));
			}
			// The pool may wait for the server, or find another host of the URL, and then
			// work for long without what is missing here.
			logger.warn(("The server of the database '%s' can not be looked at before its pool starts (%s): "
					+ "until the application starts again, its connections have no timeouts but those that are configured, "
					+ "and a connection pooler is not noticed")
				.formatted(database, ex.getMessage()));
			return UNKNOWN;
		}
		if (server.pooled()) {
			logger.info("The database '%s' is reached through a connection pooler: %s".formatted(database,
					server.pooling().evidence()));
		}
		return remember(database, server);
	}

	private ServerProfile remember(String database, ServerProfile server) {
		this.servers.put(database, server);
		return server;
	}

	/**
	 * What is configured counts; whether a pooler keeps track of prepared statements is
	 * found out all the same.
	 */
	private Pooling pooling(String database, PoolingProbe probe, Connection connection) throws SQLException {
		Boolean configured = configuredPooler(database);
		if (Boolean.FALSE.equals(configured)) {
			return new Pooling(Pooling.Kind.DIRECT, true, "the configuration says that there is none");
		}
		Pooling found = probe.look(connection);
		return (configured != null)
				? configured(database, found.kind() != Pooling.Kind.DIRECT && found.preparedStatements()) : found;
	}

	private @Nullable Boolean configuredPooler(String database) {
		return new DatabaseProperties(database, this.environment).find("pgbouncer", Boolean.class);
	}

	private Pooling configured(String database, boolean preparedStatements) {
		DatabaseProperties properties = new DatabaseProperties(database, this.environment);
		return new Pooling(Pooling.Kind.TRANSACTION,
				properties.get("pgbouncer-prepared-statements", preparedStatements), properties.origin("pgbouncer"));
	}

}
