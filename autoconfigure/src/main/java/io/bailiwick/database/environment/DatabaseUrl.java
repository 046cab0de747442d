package io.bailiwick.database.environment;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A database address that was written as one URL, taken apart so that no secret stays in
 * what is handed on as JDBC URL.
 *
 * @param jdbcUrl the address for pgjdbc, without user and passwords
 * @param username the user
 * @param password the password
 * @param sslPassword the password of the client's private key
 * @param sslMode what the address says about TLS
 * @param schema what the address says about the schemas to search
 */
record DatabaseUrl(String jdbcUrl, @Nullable String username, @Nullable String password, @Nullable String sslPassword,
		@Nullable SslMode sslMode, @Nullable String schema) {

	static final String JDBC_SCHEME = "jdbc:postgresql:";

	private static final String FORM = "postgres://user:password@host:5432/database?sslmode=verify-full";

	/**
	 * Parse the value of a variable.
	 * @param variable the variable
	 * @return the address
	 * @throws EnvironmentDatabaseException if the value is no address of a PostgreSQL
	 * database
	 */
	static DatabaseUrl parse(EnvironmentVariable variable) {
		String value = variable.value();
		if (value.chars().anyMatch(Character::isISOControl)) {
			throw variable.rejected("it contains a line break or another control character",
					"Write the address in one line.");
		}
		if (value.startsWith(JDBC_SCHEME)) {
			return new JdbcUrlParser(variable).parse();
		}
		int end = value.indexOf("://");
		String scheme = (end < 0) ? "" : value.substring(0, end).toLowerCase(Locale.ROOT);
		if (scheme.equals("postgres") || scheme.equals("postgresql")) {
			return new LibpqUrlParser(variable).parse(value.substring(end + "://".length()));
		}
		throw wrongScheme(variable, scheme);
	}

	static String jdbcUrl(List<Server> servers, String database, Map<String, String> parameters) {
		String hosts = servers.stream().map(Server::toString).collect(Collectors.joining(","));
		String url = JDBC_SCHEME + "//" + hosts + "/" + PercentEncoding.encode(database);
		for (Map.Entry<String, String> parameter : parameters.entrySet()) {
			url = withParameter(url, parameter.getKey(), parameter.getValue());
		}
		return url;
	}

	static String withParameter(String url, String name, String value) {
		String separator = (url.indexOf('?') < 0) ? "?" : "&";
		if (url.endsWith("?") || url.endsWith("&")) {
			separator = "";
		}
		return url + separator + name + "=" + PercentEncoding.encodeInQuery(value);
	}

	@Override
	public String toString() {
		return this.jdbcUrl;
	}

	private static EnvironmentDatabaseException wrongScheme(EnvironmentVariable variable, String scheme) {
		if (scheme.startsWith("postgres+") || scheme.startsWith("postgresql+") || scheme.equals("jdbc:postgres")) {
			return variable.rejected("its scheme '" + scheme + "' is another driver's spelling",
					"Write " + FORM + " (postgresql:// and jdbc:postgresql:// are understood as well).");
		}
		return variable.rejected(
				scheme.isEmpty() ? "it does not begin with a scheme"
						: "its scheme '" + scheme + "' is not PostgreSQL's",
				"Write " + FORM + ". If the variable is meant for another program, set spring.datasource.url or "
						+ "bailiwick.environment.enabled=false, and it is not read.");
	}

}
