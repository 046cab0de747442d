package io.bailiwick.transaction;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The preamble of one transaction, and how much of it the server has been told.
 * <p>
 * The driver splits {@code a; b; c} into messages that it sends together, so a preamble
 * in front of the first statement costs no round trip of its own. Only what the server
 * has executed counts as said: where a statement fails before it is sent, the next one
 * takes the preamble along.
 */
final class RidingPreamble {

	private static final String NO_RESULT = "02000";

	private static final String TOO_MANY_RESULTS = "0100E";

	private final Preamble preamble;

	private final Connection connection;

	private boolean saysSettings = true;

	private boolean asksForId;

	private @Nullable List<String> settings;

	private @Nullable TransactionId id;

	RidingPreamble(Preamble preamble, Connection connection) {
		this.preamble = preamble;
		this.connection = connection;
		this.asksForId = preamble.identified();
	}

	/**
	 * Whether there is something left to be said with any statement.
	 */
	boolean isPending() {
		return this.saysSettings || this.asksForId;
	}

	@Nullable TransactionId id() {
		return this.id;
	}

	/**
	 * Put what is left to be said in front of a statement.
	 */
	Ride before(String sql) throws SQLException {
		boolean ask = this.asksForId && Preamble.takesSnapshot(sql);
		List<String> said = (this.saysSettings) ? settings() : List.of();
		StringBuilder text = new StringBuilder();
		said.forEach((setting) -> text.append(setting).append("; "));
		if (ask) {
			text.append(Preamble.ASK_FOR_ID);
		}
		return new Ride(text.append(sql).toString(), said.size(), ask);
	}

	/**
	 * Say it in a round trip of its own, because what comes next can not take it along.
	 * @param next what comes next, or {@code null} if it is not known
	 */
	void sayNow(@Nullable String next) throws SQLException {
		boolean ask = this.asksForId && next != null && Preamble.takesSnapshot(next);
		if (!this.saysSettings && !ask) {
			return;
		}
		Ride ride = before((ask) ? "SELECT 1" : "");
		try (Statement statement = this.connection.createStatement()) {
			ride.arrive(statement, statement.execute(ride.sql()));
		}
	}

	private List<String> settings() throws SQLException {
		if (this.settings == null) {
			// The driver knows the version since it connected.
			int version = (this.preamble.hasTimeout()) ? this.connection.getMetaData().getDatabaseMajorVersion() : 0;
			this.settings = this.preamble.settings(version);
		}
		return this.settings;
	}

	/**
	 * A statement with a preamble in front.
	 */
	final class Ride {

		private final String sql;

		private final int settings;

		private final boolean askedForId;

		private Ride(String sql, int settings, boolean askedForId) {
			this.sql = sql;
			this.settings = settings;
			this.askedForId = askedForId;
		}

		String sql() {
			return this.sql;
		}

		/**
		 * Go past the results of the preamble.
		 * @param statement the statement, just executed
		 * @param hasRows whether its first result has rows
		 * @return whether the first result of the statement itself has rows
		 */
		boolean arrive(Statement statement, boolean hasRows) throws SQLException {
			RidingPreamble.this.saysSettings = false;
			boolean rows = hasRows;
			for (int i = 0; i < this.settings; i++) {
				rows = statement.getMoreResults();
			}
			if (this.askedForId) {
				try (ResultSet row = statement.getResultSet()) {
					row.next();
					RidingPreamble.this.id = TransactionId.of(row.getString(1), row.getLong(2));
					RidingPreamble.this.asksForId = false;
				}
				rows = statement.getMoreResults();
			}
			return rows;
		}

		/**
		 * Return what the method by which the statement was to be executed returns.
		 */
		Object result(String method, Statement statement, boolean hasRows) throws SQLException {
			return switch (method) {
				case "execute" -> hasRows;
				case "executeQuery" -> {
					if (!hasRows) {
						throw new SQLException("No results were returned by the query.", NO_RESULT);
					}
					yield statement.getResultSet();
				}
				default -> {
					if (hasRows) {
						throw new SQLException("A result was returned when none was expected.", TOO_MANY_RESULTS);
					}
					yield (method.equals("executeLargeUpdate")) ? (Object) statement.getLargeUpdateCount()
							: (Object) statement.getUpdateCount();
				}
			};
		}

	}

}
