package io.bailiwick.database.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads a libpq connection URI: {@code postgres://user:password@host:port/database?...}
 * with several hosts, and with parameters that win over what stands before them.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">libpq
 * connection URIs</a>
 */
final class LibpqUrlParser {

	private final EnvironmentVariable variable;

	LibpqUrlParser(EnvironmentVariable variable) {
		this.variable = variable;
	}

	DatabaseUrl parse(String address) {
		int question = address.indexOf('?');
		String location = (question < 0) ? address : address.substring(0, question);
		Map<String, String> parameters = parameters((question < 0) ? "" : address.substring(question + 1));
		int slash = location.indexOf('/');
		String authority = (slash < 0) ? location : location.substring(0, slash);
		String path = (slash < 0) ? "" : location.substring(slash + 1);
		if (path.indexOf('@') >= 0 || path.indexOf('/') >= 0) {
			throw this.variable.rejected("there is an unescaped / or @ after the host",
					"Percent-encode special characters in user, password and database: / is %2F, @ is %40, ? is %3F, "
							+ "# is %23, % is %25.");
		}
		// A raw "@" in the password is common: the last one ends it, as in browsers.
		int at = authority.lastIndexOf('@');
		String[] credentials = ((at < 0) ? "" : authority.substring(0, at)).split(":", 2);
		String username = override(parameters, "user", decode(credentials[0]));
		String password = override(parameters, "password", (credentials.length > 1) ? decode(credentials[1]) : "");
		String database = override(parameters, "dbname", decode(path));
		List<Server> servers = servers(authority.substring(at + 1), parameters);
		if (database == null) {
			throw this.variable.rejected("the name of the database is missing",
					"Write it after the host: postgres://host:5432/database.");
		}
		String sslPassword = override(parameters, "sslpassword", "");
		unifySslSwitch(parameters);
		Map<String, String> translated = new LibpqParameters(this.variable).translate(parameters);
		String sslMode = translated.get("sslmode");
		return new DatabaseUrl(DatabaseUrl.jdbcUrl(servers, database, translated), username, password, sslPassword,
				(sslMode != null) ? SslMode.ofName(sslMode) : null, translated.get("currentSchema"));
	}

	private Map<String, String> parameters(String query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String token : query.split("&")) {
			int equals = token.indexOf('=');
			if (token.isEmpty()) {
				continue;
			}
			if (equals < 1) {
				// Not quoted: it may be the rest of a password with a raw "&".
				throw this.variable.rejected("one of its parameters has no name or no value",
						"Write name=value after the question mark, separated by &; a & in a value is %26.");
			}
			String name = decode(token.substring(0, equals));
			String value = decode(token.substring(equals + 1));
			String other = parameters.put(name, value);
			if (other != null && !other.equals(value)) {
				throw this.variable.rejected("it says two different things about '" + name + "'",
						"Keep one of the two.");
			}
		}
		return parameters;
	}

	private List<Server> servers(String authority, Map<String, String> parameters) {
		List<String> hosts = new ArrayList<>();
		List<String> ports = new ArrayList<>();
		Servers servers = new Servers(this.variable, this.variable);
		servers.split(authority, hosts, ports);
		hosts.replaceAll(this::decode);
		replace(hosts, parameters.remove("host"));
		replace(ports, parameters.remove("port"));
		return servers.combine(hosts, ports);
	}

	private static void replace(List<String> values, @Nullable String list) {
		if (StringUtils.hasText(list)) {
			values.clear();
			values.addAll(Arrays.asList(list.split(",", -1)));
		}
	}

	/**
	 * {@code ssl=true} has a meaning to libpq as well ({@code require}); alone it means
	 * here what it means to pgjdbc, which is stronger. Beside an {@code sslmode} the
	 * latter counts, as it does for both.
	 */
	private void unifySslSwitch(Map<String, String> parameters) {
		String ssl = parameters.remove("ssl");
		if (ssl == null) {
			return;
		}
		SslMode mode = SslMode.ofSwitch(ssl);
		if (mode == null) {
			throw this.variable.rejected("the value of its parameter 'ssl' is not known",
					"Write true, false or, with sslmode instead of ssl, one of " + SslMode.NAMES + ".");
		}
		String named = parameters.putIfAbsent("sslmode", mode.toString());
		SslMode other = (named != null) ? SslMode.ofName(named) : null;
		if (other != null && other.encrypts() != mode.encrypts()) {
			throw this.variable.rejected("its parameters 'ssl' and 'sslmode' contradict each other",
					"Keep sslmode and remove ssl.");
		}
	}

	private static @Nullable String override(Map<String, String> parameters, String name, String value) {
		String override = parameters.remove(name);
		String winner = (override != null) ? override : value;
		return winner.isEmpty() ? null : winner;
	}

	private String decode(String text) {
		try {
			return PercentEncoding.decode(text);
		}
		catch (IllegalArgumentException ex) {
			throw this.variable.rejected("it contains a percent sign that does not begin a valid escape",
					"Write a percent sign as %25; every other escape is % and the two hexadecimal digits of a byte of "
							+ "UTF-8, not %00.");
		}
	}

}
