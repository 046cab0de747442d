package io.bailiwick.database.replica;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.bailiwick.database.DatabaseLocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a replica from time to time, in a thread of its own.
 */
final class ReplicaMonitor implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ReplicaMonitor.class);

	private final DatabaseLocation location;

	private final Probe primary;

	private final Probe replica;

	private final ReplicaPool pool;

	private final ReplicaState state;

	private final ScheduledExecutorService executor;

	private final LagClock clock = new LagClock();

	private long lastReplayed;

	private long completedAt;

	private ReplicaCondition reported = ReplicaCondition.UNCHECKED;

	ReplicaMonitor(DatabaseLocation location, Probe primary, Probe replica, ReplicaPool pool, ReplicaState state) {
		this.location = location;
		this.primary = primary;
		this.replica = replica;
		this.pool = pool;
		this.state = state;
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "bailiwick-replica-" + location.name());
			thread.setDaemon(true);
			return thread;
		});
	}

	void start(Duration interval) {
		this.executor.scheduleWithFixedDelay(this::check, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Take the replica out of use at once and look at it again soon: it may have been one
	 * connection only.
	 */
	void failed(Exception failure) {
		if (this.state.answers()) {
			this.state.down(describe(failure));
			this.pool.evict();
			try {
				this.executor.execute(this::check);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The replica is not looked at any more", ex);
			}
		}
	}

	synchronized void check() {
		try {
			lookAtReplica(lookAtPrimary());
		}
		catch (SQLException | RuntimeException ex) {
			this.state.down(describe(ex));
			this.pool.evict();
		}
		report();
	}

	/**
	 * Find out where the primary is. That it does not say says nothing about the replica,
	 * whose lag grows from here on.
	 * @return why that is not known, or {@code null} if it is
	 */
	private @Nullable String lookAtPrimary() {
		long now = System.nanoTime();
		try {
			PrimaryPosition position = this.primary.ask(PrimaryPosition::read);
			if (position.inRecovery()) {
				this.primary.close();
				return "The primary is in recovery";
			}
			this.clock.primaryWas(position.written(), now);
			return null;
		}
		catch (SQLException | RuntimeException ex) {
			return "The primary does not answer: " + describe(ex);
		}
	}

	private void lookAtReplica(@Nullable String unknownPrimary) throws SQLException {
		ReplicaPosition position = this.replica.ask(ReplicaPosition::read);
		if (!position.inRecovery()) {
			this.replica.close();
			this.pool.evict();
			this.state.promoted("The replica is a primary");
			return;
		}
		if (!this.state.answers()) {
			ClusterIdentity identity = this.replica.ask(ClusterIdentity::read);
			if (identity.differsFrom(primaryIdentity())) {
				throw new SQLException("The replica belongs to another cluster than the primary");
			}
			this.pool.warmUp();
		}
		if (position.following()) {
			this.clock.replicaReached(position.replayed());
			completeLastRecord(position.replayed());
		}
		String reason = position.following() ? unknownPrimary : "The replica is not connected to the primary";
		this.state.up(this.clock.caughtUpAt(), reason);
	}

	/**
	 * Let the primary finish a record of which it has written only the beginning.
	 * <p>
	 * It writes whole pages as long as no commit is waiting, and after reads that were
	 * rolled back (reads write hint bits) the rest may take 15 seconds on an idle server.
	 * Until then a replica can not reach the primary's position although it lacks
	 * nothing. A transaction that does nothing but take a number makes the primary write
	 * it. Done once for each position at which the replica seems to be stuck.
	 */
	private void completeLastRecord(long replayed) {
		boolean stuck = replayed == this.lastReplayed && this.clock.isBehind(replayed);
		this.lastReplayed = replayed;
		if (!stuck || replayed == this.completedAt) {
			return;
		}
		this.completedAt = replayed;
		try {
			this.primary.ask((connection) -> {
				try (Statement statement = connection.createStatement()) {
					return statement.execute("SELECT pg_current_xact_id()");
				}
			});
		}
		catch (SQLException ex) {
			logger.debug("The primary could not be made to write the end of its log", ex);
		}
	}

	private ClusterIdentity primaryIdentity() {
		try {
			return this.primary.ask(ClusterIdentity::read);
		}
		catch (SQLException ex) {
			return new ClusterIdentity(null);
		}
	}

	private void report() {
		ReplicaDescription current = this.state.describe();
		if (current.condition() == this.reported) {
			return;
		}
		this.reported = current.condition();
		String where = switch (current.condition()) {
			case UP -> "read-only transactions go to it";
			case PROMOTED -> "it has become a primary: reads go where the primary's address leads";
			default -> "read-only transactions go to the primary";
		};
		String message = "The replica of %s: %s; %s".formatted(this.location.describe(), current.summary(), where);
		if (current.condition() == ReplicaCondition.UP) {
			logger.info(message);
		}
		else {
			logger.warn(message);
		}
	}

	private static String describe(Exception failure) {
		return String.valueOf(failure.getMessage())
			.lines()
			.findFirst()
			.orElseGet(() -> failure.getClass().getSimpleName());
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		synchronized (this) {
			this.primary.close();
			this.replica.close();
		}
	}

}
