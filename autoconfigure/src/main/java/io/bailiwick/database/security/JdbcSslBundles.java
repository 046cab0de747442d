package io.bailiwick.database.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.bailiwick.domain.NearestName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.Assert;

/**
 * Gives pools of pgjdbc the certificates of Spring Boot's SSL bundles, and replaces them
 * when a bundle is updated.
 * <p>
 * The meaning of {@code sslmode}, {@code sslfactory} and {@code sslhostnameverifier} is
 * that of pgjdbc ({@code org.postgresql.ssl.MakeSSL}).
 */
public final class JdbcSslBundles {

	private static final Log logger = LogFactory.getLog(JdbcSslBundles.class);

	private static final List<String> RIVALS = List.of("sslfactory", "sslfactoryarg", "sslrootcert", "sslcert",
			"sslkey", "sslpassword", "sslpasswordcallback");

	private final SslBundles bundles;

	// LiveBundles holds them weakly: here is what keeps them.
	private final List<LiveBundle> live = new CopyOnWriteArrayList<>();

	/**
	 * Create an instance, to be kept for as long as the pools are in use.
	 * @param bundles the bundles of the application
	 */
	public JdbcSslBundles(SslBundles bundles) {
		Assert.notNull(bundles, "'bundles' must not be null");
		this.bundles = bundles;
	}

	/**
	 * Protect all connections of a pool that has opened none yet. They are opened with
	 * {@code sslmode=verify-full}, unless somebody chose another mode; a weaker one is
	 * left as it is and a warning says so.
	 * @param pool the pool
	 * @param database the name of the database, as in {@code bailiwick.databases.<name>}
	 * @param bundle the name of the bundle, as in {@code spring.ssl.bundle.*.<name>}
	 * @throws DatabaseSecurityException if the bundle does not exist or can not be read,
	 * if the pool is already running or not one of pgjdbc, or if somebody configured
	 * other certificates for it
	 */
	public void apply(HikariDataSource pool, String database, String bundle) {
		Assert.notNull(pool, "'pool' must not be null");
		Assert.notNull(database, "'database' must not be null");
		Assert.hasText(bundle, "'bundle' must not be empty");
		DriverParameters parameters = check(pool, database, bundle);
		TlsMode mode = TlsMode.chosen(parameters, database);
		LiveBundle certificates = read(pool, database, bundle);
		this.live.add(certificates);
		pool.addDataSourceProperty("sslfactory", BundleSocketFactory.class.getName());
		pool.addDataSourceProperty("sslfactoryarg", LiveBundles.register(certificates));
		if (mode == null) {
			pool.addDataSourceProperty("sslmode", TlsMode.VERIFY_FULL.toString());
		}
		else if (mode.weakness() != null) {
			logger.warn("The database '%s' has the SSL bundle '%s', but %s asks for the mode '%s': %s.".formatted(
					database, bundle, parameters.placeOf((parameters.get("sslmode") != null) ? "sslmode" : "ssl"), mode,
					mode.weakness()));
		}
		if (parameters.get("sslhostnameverifier") != null) {
			logger.warn(
					"The host name in the certificate of the database '%s' is compared by '%s' (%s) and not by the driver: nobody knows how well."
						.formatted(database, parameters.get("sslhostnameverifier"),
								parameters.placeOf("sslhostnameverifier")));
		}
	}

	private DriverParameters check(HikariDataSource pool, String database, String bundle) {
		if (pool.isRunning()) {
			throw DatabaseSecurityException.alreadyRunning(database, "the SSL bundle '%s'".formatted(bundle));
		}
		DriverParameters parameters = DriverParameters.of(pool);
		if (parameters == null) {
			throw new DatabaseSecurityException(
					"The database '%s' has the SSL bundle '%s', and its pool does not connect through a URL that starts with 'jdbc:postgresql:': what other drivers do with certificates is not known."
						.formatted(database, bundle),
					"Use such a URL, or remove '%s' and give the driver its certificates as it wants them."
						.formatted(property(database)));
		}
		for (String rival : RIVALS) {
			if (parameters.get(rival) != null) {
				throw new DatabaseSecurityException(
						"The database '%s' is told twice which certificates to use: '%s' names the SSL bundle '%s', and %s is set too."
							.formatted(database, property(database), bundle, parameters.placeOf(rival)),
						"Remove one of the two.");
			}
		}
		return parameters;
	}

	private LiveBundle read(HikariDataSource pool, String database, String bundle) {
		LiveBundle certificates = new LiveBundle(this.bundles, bundle);
		try {
			// First the handler, so that no update is missed in between.
			this.bundles.addBundleUpdateHandler(bundle, (updated) -> reload(certificates, pool, database, bundle));
			certificates.refresh();
			return certificates;
		}
		catch (NoSuchSslBundleException ex) {
			List<String> names = this.bundles.getBundleNames();
			throw new DatabaseSecurityException(
					"The database '%s' is to use the SSL bundle '%s', and there is no such bundle. The bundles are: %s."
						.formatted(database, bundle, names.isEmpty() ? "none" : String.join(", ", names)),
					"Add 'spring.ssl.bundle.pem.%s.*' or 'spring.ssl.bundle.jks.%s.*', or correct '%s'.%s"
						.formatted(bundle, bundle, property(database), NearestName.hint(bundle, names)),
					ex);
		}
		catch (RuntimeException ex) {
			throw new DatabaseSecurityException(
					"The SSL bundle '%s' of the database '%s' can not be read: %s".formatted(bundle, database,
							ex.getMessage()),
					"Check the files and passwords under 'spring.ssl.bundle.*.%s'.".formatted(bundle), ex);
		}
	}

	private static void reload(LiveBundle certificates, HikariDataSource pool, String database, String bundle) {
		try {
			certificates.refresh();
		}
		catch (RuntimeException ex) {
			logger.error(
					"The SSL bundle '%s' of the database '%s' was updated and can not be read. Connections go on being opened with its certificates from before."
						.formatted(bundle, database),
					ex);
			return;
		}
		HikariPoolMXBean running = pool.getHikariPoolMXBean();
		if (running != null && !pool.isClosed()) {
			running.softEvictConnections();
		}
		logger.info(
				"The SSL bundle '%s' was updated: connections to the database '%s' are replaced as soon as they are idle."
					.formatted(bundle, database));
	}

	private static String property(String database) {
		return "bailiwick.databases.%s.ssl.bundle".formatted(database);
	}

}
