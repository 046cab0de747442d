package io.bailiwick.database.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How the parameters of a libpq connection URI are called by pgjdbc.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq
 * connection strings</a>
 */
final class LibpqParameters {

	private static final Map<String, Parameter> TRANSLATED = Map.ofEntries(
			Map.entry("sslmode", new Parameter("sslmode", ParameterValues.sslMode())),
			Map.entry("sslrootcert", same("sslrootcert")), Map.entry("sslcert", same("sslcert")),
			Map.entry("sslkey", same("sslkey")),
			Map.entry("sslnegotiation", choice("sslNegotiation", "postgres", "direct")),
			Map.entry("channel_binding", choice("channelBinding", "disable", "prefer", "require")),
			Map.entry("gssencmode", choice("gssEncMode", "disable", "prefer", "require")),
			Map.entry("krbsrvname", same("kerberosServerName")), Map.entry("require_auth", same("requireAuth")),
			Map.entry("connect_timeout", new Parameter("connectTimeout", ParameterValues.seconds())),
			Map.entry("application_name", same("ApplicationName")),
			Map.entry("fallback_application_name", same("ApplicationName")), Map.entry("options", same("options")),
			Map.entry("keepalives", mapped("tcpKeepAlive", Map.of("0", "false", "1", "true"))),
			Map.entry("load_balance_hosts", mapped("loadBalanceHosts", Map.of("disable", "false", "random", "true"))),
			Map.entry("target_session_attrs",
					mapped("targetServerType",
							Map.of("any", "any", "read-write", "primary", "primary", "primary", "read-only",
									"secondary", "standby", "secondary", "prefer-standby", "preferSecondary"))),
			// Not libpq's, but what Prisma writes into the same variable.
			Map.entry("schema", same("currentSchema")));

	/**
	 * What libpq knows and pgjdbc has nothing for.
	 */
	private static final Set<String> UNTRANSLATABLE = Set.of("hostaddr", "passfile", "keepalives_idle",
			"keepalives_interval", "keepalives_count", "tcp_user_timeout", "requiressl", "sslcompression",
			"sslkeylogfile", "sslcertmode", "sslcrl", "sslcrldir", "sslsni", "requirepeer", "ssl_min_protocol_version",
			"ssl_max_protocol_version", "min_protocol_version", "max_protocol_version", "gssdelegation",
			"scram_client_key", "scram_server_key", "client_encoding", "oauth_issuer", "oauth_client_id",
			"oauth_client_secret", "oauth_scope");

	private static final Set<String> POOL_SIZES = Set.of("pool", "pool_size", "connection_limit", "max_connections");

	private final EnvironmentVariable variable;

	LibpqParameters(EnvironmentVariable variable) {
		this.variable = variable;
	}

	/**
	 * Translate parameters of a {@code postgres://} URL. Names that only pgjdbc knows
	 * pass through. Nothing is dropped: a parameter that would have no effect may be the
	 * one that someone relies on for security.
	 * @param parameters the parameters by libpq's names
	 * @return the parameters by pgjdbc's names, in the same order
	 */
	Map<String, String> translate(Map<String, String> parameters) {
		Map<String, String> translated = new LinkedHashMap<>();
		parameters.forEach((name, value) -> {
			if (name.equals("sslrootcert") && value.equals("system")) {
				trustSystem(parameters, translated);
				return;
			}
			if (name.equals("fallback_application_name") && parameters.containsKey("application_name")) {
				return;
			}
			Parameter parameter = TRANSLATED.get(name);
			if (parameter != null) {
				put(translated, parameter.jdbcName(), translate(name, parameter.values(), value));
			}
			else if (PgjdbcParameters.contains(name)) {
				put(translated, name, value);
			}
			else {
				throw unknown(name);
			}
		});
		return translated;
	}

	/**
	 * Reject a parameter that means something to libpq, in an address that goes to pgjdbc
	 * as it is: pgjdbc would ignore it without a word.
	 * @param name the name of the parameter
	 */
	void rejectUntranslated(String name) {
		Parameter parameter = TRANSLATED.get(name);
		if (parameter != null && !PgjdbcParameters.contains(name)) {
			throw this.variable.rejected("pgjdbc does not know the parameter '" + name + "' and would ignore it",
					"In a JDBC URL write '" + parameter.jdbcName()
							+ "', or let the address begin with postgres:// to keep libpq's names.");
		}
		if (UNTRANSLATABLE.contains(name)) {
			throw unknown(name);
		}
	}

	/**
	 * As in libpq, the system's certificates are worth something only together with
	 * {@code verify-full}: anybody can get a certificate from a public authority.
	 */
	private void trustSystem(Map<String, String> parameters, Map<String, String> translated) {
		String full = SslMode.VERIFY_FULL.toString();
		if (!parameters.getOrDefault("sslmode", full).equalsIgnoreCase(full)) {
			throw this.variable.rejected("sslrootcert=system is allowed with sslmode=verify-full only",
					"Write sslmode=verify-full, or name the file with the authority's certificate.");
		}
		translated.put("sslmode", full);
		put(translated, "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
	}

	private String translate(String name, ParameterValues values, String value) {
		String translated = values.translate(value);
		if (translated == null) {
			throw this.variable.rejected("the value of its parameter '" + name + "' is not known",
					"Write " + values.expected() + " after " + name + "=.");
		}
		return translated;
	}

	private void put(Map<String, String> translated, String name, String value) {
		String other = translated.put(name, value);
		if (other != null && !other.equals(value)) {
			throw this.variable.rejected("it says two different things about '" + name + "'", "Keep one of the two.");
		}
	}

	private EnvironmentDatabaseException unknown(String name) {
		if (POOL_SIZES.contains(name)) {
			return this.variable.rejected("its parameter '" + name + "' belongs to another framework's pool",
					"Remove it from the address and set DB_POOL_SIZE (with the same prefix as this variable).");
		}
		String similar = PgjdbcParameters.similarTo(name);
		return this.variable.rejected(
				"neither libpq nor pgjdbc would act on its parameter '" + name + "' here, and ignoring it could make "
						+ "the connection less safe than it was meant to be",
				(similar != null) ? "Write '" + similar + "'." : "Remove it, or correct its name.");
	}

	private static Parameter same(String jdbcName) {
		return new Parameter(jdbcName, ParameterValues.any());
	}

	private static Parameter mapped(String jdbcName, Map<String, String> values) {
		return new Parameter(jdbcName, ParameterValues.oneOf(values));
	}

	private static Parameter choice(String jdbcName, String... values) {
		Map<String, String> choices = new LinkedHashMap<>();
		for (String value : values) {
			choices.put(value, value);
		}
		return mapped(jdbcName, choices);
	}

	/**
	 * A parameter as pgjdbc knows it.
	 *
	 * @param jdbcName its name there
	 * @param values its values
	 */
	private record Parameter(String jdbcName, ParameterValues values) {
	}

}
