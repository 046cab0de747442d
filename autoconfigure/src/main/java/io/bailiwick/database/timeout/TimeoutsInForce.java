package io.bailiwick.database.timeout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.util.Assert;

/**
 * The timeouts that hold in a session, as the server itself tells them.
 *
 * @param byName the timeouts by the names of the server's settings
 */
public record TimeoutsInForce(Map<String, InForce> byName) {

	private static final String QUERY = """
			SELECT name, setting::bigint * CASE unit WHEN 's' THEN 1000 WHEN 'min' THEN 60000 ELSE 1 END, source
			FROM pg_settings
			WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')
			ORDER BY array_position(
				'{statement_timeout,lock_timeout,idle_in_transaction_session_timeout,transaction_timeout}', name)
			""";

	/**
	 * Read the timeouts with one query.
	 * @param connection a connection of the pool in question; it stays open
	 * @return the timeouts
	 * @throws SQLException if they can not be read
	 */
	public static TimeoutsInForce read(Connection connection) throws SQLException {
		Assert.notNull(connection, "'connection' must not be null");
		Map<String, InForce> found = new LinkedHashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(QUERY)) {
			while (rows.next()) {
				found.put(rows.getString(1), new InForce(Duration.ofMillis(rows.getLong(2)), rows.getString(3)));
			}
		}
		return new TimeoutsInForce(found);
	}

	/**
	 * Compare with what was asked for.
	 * @param wanted the timeouts that were asked for
	 * @return a clause for each that differs, or that the server does not have
	 */
	public List<String> differences(Timeouts wanted) {
		List<String> differences = new ArrayList<>();
		wanted.settings(Integer.MAX_VALUE).forEach((name, milliseconds) -> {
			Duration duration = Duration.ofMillis(Long.parseLong(milliseconds));
			InForce inForce = this.byName.get(name);
			if (inForce == null) {
				differences.add("%s is unknown to the server (wanted: %s)".formatted(name, describe(duration)));
			}
			else if (!inForce.timeout().equals(duration)) {
				differences.add("%s is %s (wanted: %s)".formatted(name, inForce.describe(), describe(duration)));
			}
		});
		return differences;
	}

	/**
	 * Return the part of some defaults for which there is room: where a timeout is off.
	 * One that an administrator has set for the server, the database or the role stays.
	 * @param defaults the defaults
	 * @return the timeouts of the defaults that are off here, the others {@code null}
	 */
	public Timeouts room(Timeouts defaults) {
		return new Timeouts(isOff("statement_timeout") ? defaults.statement() : null,
				isOff("lock_timeout") ? defaults.lock() : null,
				isOff("idle_in_transaction_session_timeout") ? defaults.idleInTransaction() : null,
				isOff("transaction_timeout") ? defaults.transaction() : null);
	}

	private boolean isOff(String name) {
		InForce inForce = this.byName.get(name);
		return inForce != null && inForce.timeout().isZero();
	}

	/**
	 * Describe the timeouts in one line.
	 * @return for instance
	 * {@code statement_timeout 30s (client), lock_timeout off (default)}
	 */
	public String describe() {
		return this.byName.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " " + entry.getValue().describe())
			.collect(Collectors.joining(", "));
	}

	private static String describe(Duration timeout) {
		if (timeout.isZero()) {
			return "off";
		}
		return (timeout.toMillisPart() != 0) ? timeout.toMillis() + "ms" : timeout.toSeconds() + "s";
	}

	/**
	 * One timeout.
	 *
	 * @param timeout its value, zero if it is off
	 * @param source who set it, in the words of the column {@code source} of
	 * {@code pg_settings}: {@code client} is the start-up packet, {@code database user}
	 * is {@code ALTER ROLE … IN DATABASE … SET}
	 */
	public record InForce(Duration timeout, String source) {

		/**
		 * Describe the timeout.
		 * @return for instance {@code 30s (client)}
		 */
		public String describe() {
			return "%s (%s)".formatted(TimeoutsInForce.describe(this.timeout), this.source);
		}

	}

}
