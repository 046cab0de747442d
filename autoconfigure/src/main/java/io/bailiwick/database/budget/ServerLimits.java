package io.bailiwick.database.budget;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.util.Assert;

/**
 * How many connections a server gives. The rules are those of the PostgreSQL
 * documentation: {@code max_connections}, {@code superuser_reserved_connections} and
 * {@code reserved_connections} in "Connection Settings", {@code CONNECTION LIMIT} in
 * "CREATE ROLE" and "CREATE DATABASE" (which does not bind superusers).
 *
 * @param maximum {@code max_connections}
 * @param superuserReserved {@code superuser_reserved_connections}
 * @param reserved {@code reserved_connections}, 0 before PostgreSQL 16
 * @param roles the limits of roles that have one, by their names
 * @param databases the limits of databases that have one, by their names
 */
public record ServerLimits(int maximum, int superuserReserved, int reserved, Map<String, Integer> roles,
		Map<String, Integer> databases) {

	private static final String QUERY = """
			SELECT 'setting', 'max_connections', current_setting('max_connections')::int
			UNION ALL
			SELECT 'setting', 'superuser_reserved_connections', current_setting('superuser_reserved_connections')::int
			UNION ALL
			SELECT 'setting', 'reserved_connections', coalesce(current_setting('reserved_connections', true), '0')::int
			UNION ALL
			SELECT 'role', rolname, rolconnlimit FROM pg_roles
			WHERE rolname = ANY (?) AND rolconnlimit >= 0 AND NOT rolsuper
			UNION ALL
			SELECT 'database', datname, datconnlimit FROM pg_database
			WHERE datname = ANY (?) AND datconnlimit >= 0
			""";

	/**
	 * Copy the limits.
	 */
	public ServerLimits {
		roles = Map.copyOf(roles);
		databases = Map.copyOf(databases);
	}

	/**
	 * Read the limits with one query.
	 * @param connection a connection to the server; it stays open
	 * @param shares the pools on this server, whose roles and databases are asked for
	 * @return the limits
	 * @throws SQLException if they can not be read
	 */
	public static ServerLimits read(Connection connection, Collection<PoolShare> shares) throws SQLException {
		Assert.notNull(connection, "'connection' must not be null");
		List<String> roles = shares.stream().map(PoolShare::role).filter(Objects::nonNull).distinct().toList();
		List<String> databases = shares.stream().map(PoolShare::database).filter(Objects::nonNull).distinct().toList();
		Map<String, Map<String, Integer>> found = new HashMap<>();
		Array roleNames = connection.createArrayOf("text", roles.toArray());
		Array databaseNames = connection.createArrayOf("text", databases.toArray());
		try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
			statement.setArray(1, roleNames);
			statement.setArray(2, databaseNames);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					found.computeIfAbsent(rows.getString(1), (kind) -> new HashMap<>())
						.put(rows.getString(2), rows.getInt(3));
				}
			}
		}
		finally {
			roleNames.free();
			databaseNames.free();
		}
		Map<String, Integer> settings = found.getOrDefault("setting", Map.of());
		return new ServerLimits(settings.getOrDefault("max_connections", 0),
				settings.getOrDefault("superuser_reserved_connections", 0),
				settings.getOrDefault("reserved_connections", 0), found.getOrDefault("role", Map.of()),
				found.getOrDefault("database", Map.of()));
	}

	/**
	 * Return how many connections the server gives to ordinary roles.
	 * @return the number
	 */
	public int available() {
		return this.maximum - this.superuserReserved - this.reserved;
	}

	String arithmetic() {
		StringBuilder text = new StringBuilder("max_connections ").append(this.maximum)
			.append(" − superuser_reserved_connections ")
			.append(this.superuserReserved);
		if (this.reserved > 0) {
			text.append(" − reserved_connections ").append(this.reserved);
		}
		return text.toString();
	}

}
