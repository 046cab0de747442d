package io.bailiwick.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DriverSettings;
import io.bailiwick.database.timeout.PlainConnections;
import io.bailiwick.database.timeout.Pooling;
import io.bailiwick.database.timeout.PoolingProbe;
import io.bailiwick.database.timeout.TimeoutsInForce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Finds out about the servers of databases before their pools start.
 */
final class ServerProfiles {

	private static final Log logger = LogFactory.getLog(ServerProfiles.class);

	private static final ServerProfile UNKNOWN = new ServerProfile(
			new Pooling(Pooling.Kind.DIRECT, true, "the server did not answer"), 0, null);

	private static final int ATTEMPTS_AT_SEVERAL_HOSTS = 4;

	private static final Duration PAUSE = Duration.ofMillis(250);

	private static final Duration REMINDER = Duration.ofSeconds(5);

	private final Environment environment;

	private final Function<String, Duration> patience;

	private final Map<String, ServerProfile> servers = new ConcurrentHashMap<>();

	/**
	 * Create profiles.
	 * @param patience how long to wait for the server of a database to come up, by the
	 * name of the database; no longer than its pool would where that is longer
	 */
	ServerProfiles(Environment environment, Function<String, Duration> patience) {
		this.environment = environment;
		this.patience = patience;
	}

	/**
	 * What is known of the server of a database.
	 */
	ServerProfile of(String database) {
		return this.servers.getOrDefault(database, UNKNOWN);
	}

	/**
	 * Look at the server with one connection that is closed again: what the pool's own
	 * connections carry depends on what is found.
	 */
	ServerProfile look(String database, HikariDataSource pool) {
		if (!new DriverSettings(pool).isPostgres()) {
			return UNKNOWN;
		}
		ServerProfile server;
		try {
			server = lookUntilItAnswers(database, pool);
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("The server of the database '%s' can not be looked at".formatted(database), ex);
			if (Boolean.TRUE.equals(configuredPooler(database))) {
				return remember(database, new ServerProfile(configured(database, false), 0, null));
			}
			// The pool may find another host of the URL, and then work for long without
			// what is missing here.
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

	/**
	 * With the patience that the pool itself would have: several hosts are tried in a
	 * random order, and a pool may be told to wait for its server. An application that
	 * waits for migrations has more.
	 */
	private ServerProfile lookUntilItAnswers(String database, HikariDataSource pool) throws SQLException {
		long start = System.nanoTime();
		Duration patience = this.patience.apply(database);
		long end = start + Math.max(patience.toNanos(),
				TimeUnit.MILLISECONDS.toNanos(Math.max(0, pool.getInitializationFailTimeout())));
		long reminder = start;
		int attempts = new DriverSettings(pool).severalHosts() ? ATTEMPTS_AT_SEVERAL_HOSTS : 1;
		PlainConnections connections = new PlainConnections(pool);
		while (true) {
			try (Connection connection = connections.open(Duration.ZERO)) {
				return new ServerProfile(pooling(database, new PoolingProbe(connections), connection),
						connection.getMetaData().getDatabaseMajorVersion(), TimeoutsInForce.read(connection));
			}
			catch (SQLException ex) {
				attempts--;
				if (isRefusal(ex) || (attempts <= 0 && System.nanoTime() >= end)) {
					throw ex;
				}
				if (!patience.isZero() && System.nanoTime() >= reminder) {
					reminder = System.nanoTime() + REMINDER.toNanos();
					logger.info("Waiting up to %d s for the server of the database '%s': %s"
						.formatted(patience.toSeconds(), database, ex.getMessage()));
				}
				pause(ex);
			}
		}
	}

	/**
	 * Whether the server has answered, and would answer the same again: by the classes of
	 * SQLSTATE "Invalid Authorization" and "Invalid Catalog Name".
	 */
	private static boolean isRefusal(SQLException ex) {
		return ex.getSQLState() != null && (ex.getSQLState().startsWith("28") || ex.getSQLState().startsWith("3D"));
	}

	private static void pause(SQLException failure) throws SQLException {
		try {
			Thread.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure;
		}
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
