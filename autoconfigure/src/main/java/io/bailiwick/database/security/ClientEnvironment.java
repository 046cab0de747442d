package io.bailiwick.database.security;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.Assert;

/**
 * What PostgreSQL's own programs have to be told so that they reach the database that a
 * pool reaches, as safely: the variables of libpq (PostgreSQL documentation, "Environment
 * Variables"). What has no counterpart is refused rather than dropped.
 */
public final class ClientEnvironment {

	private static final String TRUSTING = "org.postgresql.ssl.NonValidatingFactory";

	private static final int REQUIRES_AUTH_SINCE = 16;

	private static final int NEGOTIATES_SINCE = 17;

	private final String database;

	private final int programVersion;

	/**
	 * Create an environment.
	 * @param database the name of the database, for messages
	 * @param programVersion the major version of the program
	 */
	public ClientEnvironment(String database, int programVersion) {
		this.database = database;
		this.programVersion = programVersion;
	}

	/**
	 * Collect the variables. The password is one of them.
	 * @param dataSource the pool, or a handle on it
	 * @param connection a connection of it, which says which of several hosts it is
	 * @param inherited the environment of this process, which may name certificates
	 * @return the variables by their names
	 * @throws DatabaseSecurityException if the pool is not one that can be translated
	 * @throws SQLException if the connection has ended
	 */
	public Map<String, String> variables(DataSource dataSource, Connection connection, Map<String, String> inherited)
			throws SQLException {
		Assert.notNull(dataSource, "'dataSource' must not be null");
		HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		DriverParameters parameters = (pool != null) ? DriverParameters.of(pool) : null;
		if (pool == null || parameters == null) {
			throw refused("its pool is not one of HikariCP with a URL that starts with 'jdbc:postgresql:'",
					"Run pg_dump and pg_restore by hand.");
		}
		HostSpec host = connection.unwrap(PgConnection.class).getQueryExecutor().getHostSpec();
		Map<String, String> variables = new LinkedHashMap<>();
		variables.put("PGHOST", host.getHost());
		variables.put("PGPORT", Integer.toString(host.getPort()));
		variables.put("PGDATABASE", connection.getCatalog());
		variables.put("PGUSER", connection.getMetaData().getUserName());
		put(variables, "PGPASSWORD", password(pool, parameters));
		put(variables, "PGCONNECT_TIMEOUT", parameters.get("connectTimeout"));
		put(variables, "PGCHANNELBINDING", lower(parameters.get("channelBinding")));
		put(variables, "PGGSSENCMODE", lower(parameters.get("gssEncMode")));
		put(variables, "PGKRBSRVNAME", parameters.get("kerberosServerName"));
		since(variables, "PGREQUIREAUTH", "requireAuth", parameters, REQUIRES_AUTH_SINCE);
		if (!"postgres".equals(parameters.get("sslNegotiation"))) {
			since(variables, "PGSSLNEGOTIATION", "sslNegotiation", parameters, NEGOTIATES_SINCE);
		}
		if (parameters.get("socketFactory") != null) {
			throw refused("%s takes its connections elsewhere".formatted(parameters.placeOf("socketFactory")),
					"Give migrations an address without it: 'bailiwick.databases.%s.migration.url'."
						.formatted(this.database));
		}
		protect(variables, parameters, inherited);
		return variables;
	}

	private static @Nullable String password(HikariDataSource pool, DriverParameters parameters) {
		Credentials credentials = (pool.getCredentialsProvider() != null)
				? pool.getCredentialsProvider().getCredentials() : pool.getCredentials();
		String inUrl = parameters.inUrl().get("password");
		return (inUrl != null) ? inUrl : credentials.getPassword();
	}

	private void since(Map<String, String> variables, String variable, String parameter, DriverParameters parameters,
			int version) {
		String value = parameters.get(parameter);
		if (value != null && this.programVersion < version) {
			throw refused(
					"%s is known to PostgreSQL's programs since %d only, and these are %d"
						.formatted(parameters.placeOf(parameter), version, this.programVersion),
					"Install newer programs, or name their directory in 'bailiwick.backup.bin-directory'.");
		}
		put(variables, variable, value);
	}

	private void protect(Map<String, String> variables, DriverParameters parameters, Map<String, String> inherited) {
		TlsMode mode = TlsMode.chosen(parameters, this.database);
		String factory = parameters.get("sslfactory");
		if (TRUSTING.equals(factory)) {
			// Encrypts and believes everybody, whatever the mode says.
			mode = (mode == TlsMode.DISABLE) ? mode : TlsMode.REQUIRE;
		}
		variables.put("PGSSLMODE", ((mode != null) ? mode : TlsMode.PREFER).toString());
		for (String parameter : new String[] { "sslrootcert", "sslcert", "sslkey" }) {
			String value = parameters.get(parameter);
			String variable = "PG" + parameter.toUpperCase(Locale.ROOT);
			put(variables, variable, (value != null) ? value : inherited.get(variable));
		}
		put(variables, "PGSSLCRL", inherited.get("PGSSLCRL"));
		String key = parameters.get("sslkey");
		if (key != null && key.matches(".*\\.(?:pk8|p12|pfx)")) {
			throw refused("%s has a key in a format that only Java reads".formatted(parameters.placeOf("sslkey")),
					"Convert it to PEM (openssl pkcs8 -inform DER, openssl pkcs12 -nodes), which the driver reads as well.");
		}
		if (factory != null && !TRUSTING.equals(factory) && !factory.equals("org.postgresql.ssl.LibPQFactory")
				&& mode != TlsMode.DISABLE && inherited.get("PGSSLROOTCERT") == null) {
			throw refused(
					"its certificates come from Java (%s), where PostgreSQL's programs can not read them"
						.formatted(parameters.placeOf("sslfactory")),
					"Name the authority's certificate in a PEM file for them, in the environment variable PGSSLROOTCERT, and their own in PGSSLCERT and PGSSLKEY.");
		}
	}

	private static @Nullable String lower(@Nullable String value) {
		return (value != null) ? value.toLowerCase(Locale.ROOT) : null;
	}

	private static void put(Map<String, String> variables, String name, @Nullable String value) {
		if (value != null) {
			variables.put(name, value);
		}
	}

	private DatabaseSecurityException refused(String why, String action) {
		return new DatabaseSecurityException(
				"PostgreSQL's programs can not be told how to reach the database '%s': %s. They were not started."
					.formatted(this.database, why),
				action);
	}

}
