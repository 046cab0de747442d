package io.bailiwick.database.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads a URL that is meant for pgjdbc. It stays as it is, apart from the credentials;
 * what pgjdbc would misread or ignore in silence is rejected.
 */
final class JdbcUrlParser {

	private static final Set<String> CREDENTIALS = Set.of("user", "password", "sslpassword");

	private final EnvironmentVariable variable;

	private final List<String> kept = new ArrayList<>();

	private final Set<SslMode> sslModes = new LinkedHashSet<>();

	private @Nullable SslMode sslSwitch;

	private final Map<String, String> credentials = new HashMap<>();

	private @Nullable String schema;

	JdbcUrlParser(EnvironmentVariable variable) {
		this.variable = variable;
	}

	DatabaseUrl parse() {
		String value = this.variable.value();
		int question = value.indexOf('?');
		String location = (question < 0) ? value : value.substring(0, question);
		checkLocation(location.substring(DatabaseUrl.JDBC_SCHEME.length()));
		if (question >= 0) {
			for (String token : value.substring(question + 1).split("&")) {
				parameter(token);
			}
		}
		String url = location + (this.kept.isEmpty() ? "" : "?" + String.join("&", this.kept));
		return new DatabaseUrl(url, credential("user"), credential("password"), credential("sslpassword"), sslMode(),
				this.schema);
	}

	private void checkLocation(String location) {
		if (location.indexOf('@') >= 0) {
			throw this.variable.rejected("pgjdbc does not read user and password in front of the host",
					"Remove 'jdbc:' to write them there, or move them to ?user=...&password=... at the end.");
		}
		decode(location);
		if (!location.startsWith("//")) {
			// jdbc:postgresql:database, on this machine
			checkDatabase(location);
			return;
		}
		int slash = location.indexOf('/', 2);
		checkDatabase((slash < 0) ? "" : location.substring(slash + 1));
		String authority = location.substring(2, slash);
		if (!authority.isEmpty()) {
			checkServers(authority);
		}
	}

	private void checkDatabase(String database) {
		if (database.isEmpty() || database.indexOf('/') >= 0) {
			throw this.variable.rejected("the name of the database is missing or contains an unescaped /",
					"Write jdbc:postgresql://host:5432/database; a / in the name is %2F.");
		}
	}

	private void checkServers(String authority) {
		List<String> hosts = new ArrayList<>();
		List<String> ports = new ArrayList<>();
		Servers servers = new Servers(this.variable, this.variable);
		servers.split(authority, hosts, ports);
		servers.combine(hosts, ports);
	}

	private void parameter(String token) {
		int equals = token.indexOf('=');
		String name = (equals < 0) ? token : token.substring(0, equals);
		String value = (equals < 0) ? "" : decode(token.substring(equals + 1));
		if (CREDENTIALS.contains(name)) {
			this.credentials.put(name, value);
			return;
		}
		new LibpqParameters(this.variable).rejectUntranslated(name);
		readSslMode(name, value);
		if (name.equals("currentSchema")) {
			this.schema = value;
		}
		this.kept.add(token);
	}

	private void readSslMode(String name, String value) {
		if (name.equals("ssl")) {
			// pgjdbc: present without a value means true, false means "prefer"
			boolean on = value.isEmpty() || value.equalsIgnoreCase("true");
			this.sslSwitch = on ? SslMode.VERIFY_FULL : SslMode.PREFER;
		}
		if (name.equals("sslmode")) {
			SslMode mode = SslMode.ofName(value);
			if (mode == null) {
				throw this.variable.rejected("the value of its parameter 'sslmode' is not known",
						"Write one of " + SslMode.NAMES + " after sslmode=.");
			}
			this.sslModes.add(mode);
		}
	}

	/**
	 * As in pgjdbc, {@code sslmode} counts when {@code ssl} is there as well, but not
	 * when one asks for encryption and the other does not.
	 */
	private @Nullable SslMode sslMode() {
		SslMode named = this.sslModes.stream().findFirst().orElse(null);
		boolean contradiction = named != null && this.sslSwitch != null
				&& named.encrypts() != this.sslSwitch.encrypts();
		if (contradiction || this.sslModes.size() > 1) {
			throw this.variable.rejected("its parameters 'ssl' and 'sslmode' contradict each other",
					"Keep one sslmode and remove the rest.");
		}
		return (named != null) ? named : this.sslSwitch;
	}

	private String decode(String text) {
		try {
			return PercentEncoding.decodeForm(text);
		}
		catch (IllegalArgumentException ex) {
			throw this.variable.rejected("it contains a percent sign that does not begin a valid escape",
					"Write a percent sign as %25.");
		}
	}

	private @Nullable String credential(String name) {
		String value = this.credentials.get(name);
		return StringUtils.hasLength(value) ? value : null;
	}

}
