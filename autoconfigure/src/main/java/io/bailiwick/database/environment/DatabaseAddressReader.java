package io.bailiwick.database.environment;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes one address of the variables that are set for a database. One family supplies the
 * whole address ({@code JDBC_DATABASE_URL}, else {@code DATABASE_URL}, else
 * {@code DB_HOST} and {@code DB_NAME}), so that the password of one server is never sent
 * to another. TLS, schema and pool size are no address: they complete whichever family
 * won, and contradicting it is an error.
 */
final class DatabaseAddressReader {

	/**
	 * The largest value that PostgreSQL accepts for {@code max_connections}.
	 */
	private static final int MOST_CONNECTIONS = 262143;

	private static final Pattern SCHEMAS = Pattern
		.compile("(\"[^\"]+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)(\\s*,\\s*(\"[^\"]+\"|[\\p{L}_][\\p{L}\\p{N}_$]*))*");

	private final DatabaseVariables variables;

	private final Set<DatabaseVariable> used = EnumSet.of(DatabaseVariable.DB_SSL, DatabaseVariable.DB_SCHEMA,
			DatabaseVariable.DB_POOL_SIZE, DatabaseVariable.DB_MAX_CONNECTIONS);

	DatabaseAddressReader(DatabaseVariables variables) {
		this.variables = variables;
	}

	/**
	 * Read the address.
	 * @return the address, or {@code null} if no variable says where the database is
	 * @throws EnvironmentDatabaseException if a variable that counts can not be
	 * understood; those that lost are not looked at
	 */
	@Nullable DatabaseAddress read() {
		EnvironmentVariable jdbcUrl = this.variables.get(DatabaseVariable.JDBC_DATABASE_URL);
		EnvironmentVariable url = this.variables.get(DatabaseVariable.DATABASE_URL);
		if (jdbcUrl != null) {
			return readJdbcUrl(jdbcUrl, url);
		}
		if (url != null) {
			this.used.add(DatabaseVariable.DATABASE_URL);
			return complete(url.origin(), DatabaseUrl.parse(url), null, null);
		}
		EnvironmentVariable host = this.variables.get(DatabaseVariable.DB_HOST);
		EnvironmentVariable name = this.variables.get(DatabaseVariable.DB_NAME);
		return (host != null || name != null) ? readParts(host, name) : null;
	}

	private DatabaseAddress readJdbcUrl(EnvironmentVariable jdbcUrl, @Nullable EnvironmentVariable url) {
		DatabaseUrl parsed = DatabaseUrl.parse(jdbcUrl);
		this.used.addAll(EnumSet.of(DatabaseVariable.JDBC_DATABASE_URL, DatabaseVariable.JDBC_DATABASE_USERNAME,
				DatabaseVariable.JDBC_DATABASE_PASSWORD));
		if (url != null && saysTheSame(url, parsed)) {
			this.used.add(DatabaseVariable.DATABASE_URL);
		}
		return complete(jdbcUrl.origin(), parsed, this.variables.get(DatabaseVariable.JDBC_DATABASE_USERNAME),
				this.variables.get(DatabaseVariable.JDBC_DATABASE_PASSWORD));
	}

	/**
	 * The platform that sets {@code JDBC_DATABASE_URL} derives it from
	 * {@code DATABASE_URL}: that is not worth a warning at every start.
	 */
	private static boolean saysTheSame(EnvironmentVariable url, DatabaseUrl winner) {
		try {
			DatabaseUrl loser = DatabaseUrl.parse(url);
			return location(loser).equals(location(winner))
					&& (loser.sslMode() == null || loser.sslMode() == winner.sslMode());
		}
		catch (EnvironmentDatabaseException ex) {
			return false;
		}
	}

	private static String location(DatabaseUrl url) {
		return url.jdbcUrl().split("\\?", 2)[0];
	}

	private DatabaseAddress readParts(@Nullable EnvironmentVariable host, @Nullable EnvironmentVariable name) {
		if (host == null) {
			throw Objects.requireNonNull(name)
				.rejected("a database is named, but " + this.variables.nameOf(DatabaseVariable.DB_HOST) + " is not set",
						"Set " + this.variables.nameOf(DatabaseVariable.DB_HOST)
								+ " to the name of the server; on this machine: localhost.");
		}
		if (name == null) {
			throw host.rejected(
					"a server is named, but " + this.variables.nameOf(DatabaseVariable.DB_NAME) + " is not set",
					"Set " + this.variables.nameOf(DatabaseVariable.DB_NAME) + " to the name of the database.");
		}
		this.used.addAll(EnumSet.of(DatabaseVariable.DB_HOST, DatabaseVariable.DB_PORT, DatabaseVariable.DB_NAME,
				DatabaseVariable.DB_USER, DatabaseVariable.DB_USERNAME, DatabaseVariable.DB_PASSWORD));
		EnvironmentVariable port = this.variables.get(DatabaseVariable.DB_PORT);
		List<Server> servers = new Servers(host, (port != null) ? port : host).combine(split(host),
				(port != null) ? split(port) : List.of());
		EnvironmentOrigin origin = host.origin();
		origin = ((port != null) ? origin.and(port.name()) : origin).and(name.name());
		DatabaseUrl url = new DatabaseUrl(DatabaseUrl.jdbcUrl(servers, name.value(), Map.of()), null, null, null, null,
				null);
		return complete(origin, url, user(), this.variables.get(DatabaseVariable.DB_PASSWORD));
	}

	private static List<String> split(EnvironmentVariable variable) {
		return Arrays.asList(variable.value().split(",", -1));
	}

	private @Nullable EnvironmentVariable user() {
		EnvironmentVariable user = this.variables.get(DatabaseVariable.DB_USER);
		EnvironmentVariable username = this.variables.get(DatabaseVariable.DB_USERNAME);
		if (user != null && username != null && !user.value().equals(username.value())) {
			throw user.rejected("it contradicts " + username.name() + "=" + username.value(),
					"Keep one of the two variables.");
		}
		return (user != null) ? user : username;
	}

	private DatabaseAddress complete(EnvironmentOrigin origin, DatabaseUrl url, @Nullable EnvironmentVariable username,
			@Nullable EnvironmentVariable password) {
		return new DatabaseAddress(withSslMode(new Sourced<>(url.jdbcUrl(), origin), url),
				(username != null) ? Sourced.of(username) : sourced(url.username(), origin),
				(password != null) ? Sourced.of(password) : sourced(url.password(), origin),
				sourced(url.sslPassword(), origin), schema(url), maximumPoolSize(),
				this.variables.namesExcept(this.used));
	}

	private static @Nullable Sourced<String> sourced(@Nullable String value, EnvironmentOrigin origin) {
		return (value != null) ? new Sourced<>(value, origin) : null;
	}

	private Sourced<String> withSslMode(Sourced<String> jdbcUrl, DatabaseUrl url) {
		EnvironmentVariable ssl = this.variables.get(DatabaseVariable.DB_SSL);
		if (ssl == null) {
			return jdbcUrl;
		}
		SslMode mode = SslMode.ofSwitch(ssl.value());
		if (mode == null) {
			throw ssl.rejected("it is neither a switch nor an sslmode",
					"Write true (which means verify-full), false (disable) or one of " + SslMode.NAMES + ".");
		}
		if (url.sslMode() == null) {
			return new Sourced<>(DatabaseUrl.withParameter(jdbcUrl.value(), "sslmode", mode.toString()),
					jdbcUrl.origin().and(ssl.name()));
		}
		if (url.sslMode() != mode) {
			throw ssl.rejected(
					"it means sslmode=" + mode + ", and " + jdbcUrl.origin() + " says sslmode=" + url.sslMode(),
					"Say it in one place: remove " + ssl.name() + ", or remove sslmode from the address.");
		}
		return jdbcUrl;
	}

	private @Nullable Sourced<String> schema(DatabaseUrl url) {
		EnvironmentVariable schema = this.variables.get(DatabaseVariable.DB_SCHEMA);
		if (schema == null || schema.value().equals(url.schema())) {
			return null;
		}
		if (!SCHEMAS.matcher(schema.value()).matches()) {
			throw schema.rejected("it is not a list of schema names",
					"Write one name, or several separated by commas; names with special characters in double quotes.");
		}
		if (url.schema() != null) {
			throw schema.rejected("the database's address names other schemas",
					"Say it in one place: remove " + schema.name() + ", or the schema from the address.");
		}
		return Sourced.of(schema);
	}

	/**
	 * The size of the pool is an upper bound as well, so of the two the smaller one
	 * counts.
	 */
	private @Nullable Sourced<Integer> maximumPoolSize() {
		Sourced<Integer> size = number(DatabaseVariable.DB_POOL_SIZE);
		Sourced<Integer> bound = number(DatabaseVariable.DB_MAX_CONNECTIONS);
		if (size == null || bound == null) {
			return (size != null) ? size : bound;
		}
		return (bound.value() < size.value()) ? bound : size;
	}

	private @Nullable Sourced<Integer> number(DatabaseVariable name) {
		EnvironmentVariable variable = this.variables.get(name);
		if (variable == null) {
			return null;
		}
		int number = variable.value().matches("[0-9]{1,6}") ? Integer.parseInt(variable.value()) : 0;
		if (number < 1 || number > MOST_CONNECTIONS) {
			throw variable.rejected("it is not a number of connections",
					"Write a whole number from 1 to " + MOST_CONNECTIONS + ", such as 10.");
		}
		return new Sourced<>(number, variable.origin());
	}

}
