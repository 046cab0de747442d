package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.database.SameDatabase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Lets one process at a time migrate a database.
 * <p>
 * It is a session-level advisory lock (PostgreSQL documentation, "Explicit Locking"): the
 * server gives it back when the connection ends, however the process dies. It is polled,
 * because a session that waits inside {@code pg_advisory_lock} holds a snapshot, for
 * which {@code CREATE INDEX CONCURRENTLY} of the holder would wait in turn.
 */
final class MigrationLock implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(MigrationLock.class);

	/** The letters "bailiwik" as a number; the lock is per database. */
	private static final long KEY = 0x6261696c6977696bL;

	private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/**
	 * The holder also takes a second lock, which nobody waits for: its number is the time
	 * in seconds. Locks can be seen by every role; when a session began something can
	 * not.
	 */
	private static final String TRY_LOCK = """
			WITH now AS (SELECT floor(extract(epoch FROM clock_timestamp()))::bigint::bit(32)::int AS seconds)
			SELECT seconds FROM now
			WHERE CASE WHEN pg_try_advisory_lock(?) THEN pg_try_advisory_lock_shared(?, seconds) END""";

	private static final String HOLDER = """
			SELECT a.pid, coalesce(nullif(a.application_name, ''), '?'), coalesce(host(a.client_addr), 'an unknown address'),
			       coalesce(date_trunc('second', coalesce(to_timestamp(s.objid::bigint), a.backend_start))::text, '?')
			FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
			LEFT JOIN pg_locks s ON s.pid = l.pid AND s.locktype = 'advisory' AND s.objsubid = 2 AND s.database = l.database
			  AND s.classid = l.classid
			WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
			  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
			  AND l.classid::bigint = ? AND l.objid::bigint = ?""";

	private static final int SINCE = (int) (KEY >>> 32);

	private final Connection connection;

	private final @Nullable Integer since;

	/**
	 * Create a lock.
	 * @param since since when this connection holds it, in seconds, or {@code null} if
	 * another one of this process does
	 */
	private MigrationLock(Connection connection, @Nullable Integer since) {
		this.connection = connection;
		this.since = since;
	}

	/**
	 * Wait for the lock.
	 * @param database the database
	 * @param connection the connection that is to hold it
	 * @param timeout how long to wait
	 * @param held the locks that this process holds already: one of them is this one
	 * where two of its databases are the same in truth
	 */
	static MigrationLock acquire(Database database, Connection connection, Duration timeout, List<MigrationLock> held)
			throws SQLException {
		long start = System.nanoTime();
		boolean told = false;
		Integer since = tryLock(connection);
		while (since == null) {
			if (!told && isHeldBy(held, connection)) {
				return new MigrationLock(connection, null);
			}
			Duration waited = Duration.ofNanos(System.nanoTime() - start);
			if (waited.compareTo(timeout) > 0) {
				throw timedOut(database, timeout, holder(connection));
			}
			if (!told && waited.compareTo(PATIENCE) > 0) {
				told = true;
				logger.info(LogMessage.format("Waiting up to %s for another process to migrate %s: %s", format(timeout),
						database.location().describe(), holder(connection).description()));
			}
			sleep();
			since = tryLock(connection);
		}
		return new MigrationLock(connection, since);
	}

	private static boolean isHeldBy(List<MigrationLock> held, Connection connection) throws SQLException {
		for (MigrationLock lock : held) {
			if (SameDatabase.test(lock.connection, connection)) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable Integer tryLock(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
			statement.setLong(1, KEY);
			statement.setInt(2, SINCE);
			try (ResultSet result = statement.executeQuery()) {
				return result.next() ? result.getInt(1) : null;
			}
		}
	}

	private static DomainMigrationException timedOut(Database database, Duration timeout, Holder holder) {
		return new DomainMigrationException(
				"Another process has been migrating %s for longer than %s: %s.%n%nNothing was migrated."
					.formatted(database.location().describe(), format(timeout), holder.description()),
				"Wait until it has finished and start again, or end it if it hangs: SELECT pg_terminate_backend(%s); 'bailiwick.migration.lock-timeout' says how long to wait."
					.formatted(holder.pid()));
	}

	private static Holder holder(Connection connection) throws SQLException {
		Holder holder = find(connection);
		return (holder != null) ? holder : new Holder("<pid>", "it has just ended");
	}

	/**
	 * Say who holds the lock, without taking it.
	 * @return a description, or {@code null} if nobody does
	 */
	static @Nullable String describeHolder(Connection connection) throws SQLException {
		Holder holder = find(connection);
		return (holder != null) ? holder.description() : null;
	}

	private static @Nullable Holder find(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
			statement.setLong(1, KEY >>> 32);
			statement.setLong(2, KEY & 0xffffffffL);
			try (ResultSet result = statement.executeQuery()) {
				return result.next()
						? new Holder(result.getString(1), "server process %s of '%s' from %s, since %s".formatted(
								result.getString(1), result.getString(2), result.getString(3), result.getString(4)))
						: null;
			}
		}
	}

	private static void sleep() {
		try {
			Thread.sleep(POLL_INTERVAL.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for another process to migrate", ex);
		}
	}

	static String format(Duration duration) {
		if (duration.toSeconds() < 1) {
			return duration.toMillis() + " ms";
		}
		return (duration.toSeconds() < 120) ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
	}

	@Override
	public void close() {
		if (this.since == null) {
			return;
		}
		try (PreparedStatement statement = this.connection
			.prepareStatement("SELECT pg_advisory_unlock_shared(?, ?), pg_advisory_unlock(?)")) {
			statement.setInt(1, SINCE);
			statement.setInt(2, this.since);
			statement.setLong(3, KEY);
			statement.execute();
		}
		catch (SQLException ex) {
			// The migrations are done and recorded, and the lock has gone with the
			// connection.
			logger.warn(LogMessage.format("The connection that held the lock ended before the migrations did (%s). "
					+ "They were still protected by a lock on each domain's history.", ex.getMessage()));
		}
	}

	private record Holder(String pid, String description) {

	}

}
