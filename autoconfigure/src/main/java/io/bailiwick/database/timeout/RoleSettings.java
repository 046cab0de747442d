package io.bailiwick.database.timeout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.util.Assert;

/**
 * Server settings that a role has in a database whatever connection it comes through.
 * <p>
 * This is the way behind a connection pooler that lends a server connection for one
 * transaction: it refuses settings it does not know in the start-up packet, and a
 * {@code SET} stays on the server connection, where the next client inherits it and the
 * next transaction of this one misses it. What belongs to the role holds on every server
 * connection that the pooler opens for it, and costs no round trip. A role may set its
 * own (PostgreSQL documentation, "ALTER ROLE").
 */
public final class RoleSettings {

	private final String role;

	private final String database;

	private final Map<String, String> values = new LinkedHashMap<>();

	/**
	 * Create settings.
	 * @param role the role as which the pooler connects to the server
	 * @param database the name that the database has on the server
	 * @param timeouts the timeouts
	 * @param majorVersion the major version of the server, or 0 if it is not known
	 * @param searchPath the schemas to search, which can not travel in the start-up
	 * packet either; empty to leave them alone
	 */
	public RoleSettings(String role, String database, Timeouts timeouts, int majorVersion,
			Collection<String> searchPath) {
		Assert.hasText(role, "'role' must not be empty");
		Assert.hasText(database, "'database' must not be empty");
		this.role = role;
		this.database = database;
		timeouts.settings(majorVersion).forEach((name, value) -> this.values.put(name, "'" + value + "ms'"));
		if (!searchPath.isEmpty()) {
			this.values.put("search_path",
					searchPath.stream().map(RoleSettings::quote).collect(Collectors.joining(", ")));
		}
	}

	/**
	 * Return the statements, which may be executed again and again.
	 * @return statements without a semicolon
	 */
	public List<String> statements() {
		List<String> statements = new ArrayList<>();
		this.values.forEach((name, value) -> statements.add("ALTER ROLE %s IN DATABASE %s SET %s = %s"
			.formatted(quote(this.role), quote(this.database), name, value)));
		return statements;
	}

	/**
	 * Return the statements as a script for an administrator.
	 * @return the script
	 */
	public String script() {
		return """
				%s
				-- Server connections that the pooler has open keep the old values. On PgBouncer's admin console:
				-- RECONNECT;
				""".formatted(statements().stream()
			.map((statement) -> statement + ";")
			.collect(Collectors.joining(System.lineSeparator())));
	}

	private static String quote(String identifier) {
		return '"' + identifier.replace("\"", "\"\"") + '"';
	}

}
