package io.bailiwick.database.timeout;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import io.bailiwick.database.timeout.Pooling.Kind;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PgStatement;

import org.springframework.util.Assert;

/**
 * Finds out whether a connection pooler stands between the application and a server.
 * <p>
 * A server tells each client the number of the process that serves it, for canceling
 * (PostgreSQL documentation, "Frontend/Backend Protocol", message BackendKeyData). A
 * pooler can not hand this on, since the process changes, and makes up a number; so a
 * number other than {@code pg_backend_pid()} is proof of a pooler. That two connections
 * which are both open meet the same process, or one connection two of them, is proof that
 * it lends server connections for a transaction. PgBouncer since 1.21 gives prepared
 * statements names of its own where it keeps track of them
 * ({@code max_prepared_statements}), which {@code pg_prepared_statements} shows.
 */
public final class PoolingProbe {

	private static final String PREPARED = "SELECT name FROM pg_prepared_statements WHERE NOT from_sql AND statement LIKE '%bailiwick probes prepared statements%'";

	private static final String NAMED_BY_BOUNCER = "PGBOUNCER_";

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final Connections connections;

	/**
	 * Create a probe.
	 * @param connections opens connections that belong to no pool of the application;
	 * they are closed again
	 */
	public PoolingProbe(Connections connections) {
		Assert.notNull(connections, "'connections' must not be null");
		this.connections = connections;
	}

	/**
	 * Look. Costs one round trip where there is no pooler, and a second connection where
	 * there is one.
	 * @return what was found
	 * @throws SQLException if the first connection can not be used; trouble with the
	 * second one leaves the answer undecided
	 */
	public Pooling look() throws SQLException {
		try (Connection connection = this.connections.open(Duration.ZERO)) {
			return look(connection);
		}
	}

	/**
	 * Look with a connection that is open already and belongs to no pool of the
	 * application.
	 * @param connection the connection; it stays open
	 * @return what was found
	 * @throws SQLException if the connection can not be used
	 */
	public Pooling look(Connection connection) throws SQLException {
		// Not the interface PGConnection: the annotations on its package are missing from
		// the
		// class path, which the compiler warns about.
		int told = connection.unwrap(PgConnection.class).getBackendPID();
		int process = process(connection);
		if (told == process) {
			return new Pooling(Kind.DIRECT, true, "the server process is the one that the server announced");
		}
		boolean prepared = keepsTrackOfPreparedStatements(connection);
		if (changes(connection, process)) {
			return new Pooling(Kind.TRANSACTION, prepared, "the server process changes between transactions");
		}
		return new Pooling(Kind.UNDECIDED, prepared, "the server process is not the one that was announced");
	}

	private boolean changes(Connection connection, int process) throws SQLException {
		// Where connections are lent for a session and all of them are lent, this one
		// waits.
		try (Connection other = this.connections.open(PATIENCE)) {
			other.setAutoCommit(false);
			if (process(other) == process) {
				return true;
			}
			int now = process(connection);
			other.rollback();
			return now != process;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static boolean keepsTrackOfPreparedStatements(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		try (PreparedStatement statement = connection.prepareStatement(PREPARED)) {
			statement.unwrap(PgStatement.class).setPrepareThreshold(1);
			String name = "";
			try (ResultSet rows = statement.executeQuery()) {
				name = (rows.next()) ? rows.getString(1) : name;
			}
			if (!name.isEmpty() && !name.startsWith(NAMED_BY_BOUNCER)) {
				// It must not stay on a server connection that others use next.
				execute(connection, "DEALLOCATE \"%s\"".formatted(name));
			}
			return name.startsWith(NAMED_BY_BOUNCER);
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(true);
		}
	}

	private static int process(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
			row.next();
			return row.getInt(1);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Opens connections.
	 */
	@FunctionalInterface
	public interface Connections {

		/**
		 * Open a connection.
		 * @param patience how long to wait for each answer of the server, zero for as
		 * long as is configured
		 * @return a new connection
		 * @throws SQLException if that can not be done
		 */
		Connection open(Duration patience) throws SQLException;

	}

}
