package io.bailiwick.migration.intent;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.intent.StoppedException.Place;
import io.bailiwick.migration.script.DomainScripts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

/**
 * What statements outside of a transaction have left behind in the schema of one domain,
 * because their process was killed or the server refused them.
 * <p>
 * It is cleaned up as far as it is certainly theirs: an index that is invalid, was not
 * there before and has the name that the statement gave it; the detaching of a partition
 * that has begun. The lock of the database must be held meanwhile.
 */
public final class Leftovers {

	private static final Log logger = LogFactory.getLog(Leftovers.class);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

	private final IntentTable table;

	/**
	 * Create leftovers.
	 * @param history the table that records the files
	 */
	public Leftovers(TableName history) {
		Assert.notNull(history, "'history' must not be null");
		this.table = new IntentTable(history);
	}

	/**
	 * Find the schemas in which there may be something, with one statement.
	 * @param connection a connection to the database
	 * @param schemas the schemas to look into
	 * @return those of them where a statement has not returned yet, or never did
	 * @throws SQLException if the catalog can not be read
	 */
	public static Set<String> schemas(Connection connection, Collection<String> schemas) throws SQLException {
		Array names = connection.createArrayOf("text", schemas.toArray());
		try (PreparedStatement statement = connection.prepareStatement("""
				SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE c.relname = ? AND c.relkind = 'r' AND n.nspname = ANY (?)""")) {
			statement.setString(1, IntentTable.NAME);
			statement.setArray(2, names);
			Set<String> found = new LinkedHashSet<>();
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					found.add(rows.getString(1));
				}
			}
			return found;
		}
	}

	/**
	 * Say what there is and what {@link #cleanUp} would do. Changes nothing.
	 * @param connection a connection to the database that may read the domain's tables
	 * @return what was found; empty if all is well
	 * @throws SQLException if it can not be read
	 */
	public List<Leftover> find(Connection connection) throws SQLException {
		List<Leftover> leftovers = new ArrayList<>();
		for (Intent intent : intents(connection)) {
			leftovers.add(describe(intent, intent.recorded() ? null : Aftermath.of(connection, this.table, intent)));
		}
		return leftovers;
	}

	/**
	 * Clean up what can be, and note what is known. What only a person can tell stays as
	 * it is.
	 * @param connection a connection with auto-commit that works as the owner of the
	 * domain's tables
	 * @param patience how long to wait for a server process that is still at it
	 * @return what was found, as {@link #find} would have said
	 * @throws SQLException if the server refuses it
	 */
	public List<Leftover> cleanUp(Connection connection, Duration patience) throws SQLException {
		List<Leftover> leftovers = new ArrayList<>();
		for (Intent intent : intents(connection)) {
			leftovers.add(cleanUp(connection, intent, patience));
		}
		return leftovers;
	}

	/**
	 * Clean up, and make sure that every file that was interrupted is still there to go
	 * on.
	 * @param connection a connection as for {@link #cleanUp}
	 * @param patience how long to wait for a server process that is still at it
	 * @param scripts the files of the domain
	 * @param configuration how Flyway reads them
	 * @throws SQLException if the server refuses it
	 * @throws StoppedException if a file is gone
	 */
	public void settle(Connection connection, Duration patience, DomainScripts scripts, Configuration configuration)
			throws SQLException {
		cleanUp(connection, patience);
		Place place = new Place(scripts.domain(), scripts, configuration);
		for (Intent intent : intents(connection)) {
			if (place.find(intent.script()) == null) {
				throw StoppedException.missing(this.table, intent, place);
			}
		}
	}

	private Leftover cleanUp(Connection connection, Intent intent, Duration patience) throws SQLException {
		if (intent.recorded()) {
			this.table.forget(connection, intent.script());
			return describe(intent, null);
		}
		Aftermath aftermath = settled(connection, intent, patience);
		if (aftermath.state() != null && aftermath.state() != intent.state()) {
			for (String sql : aftermath.cleanUp()) {
				logger.info(LogMessage.format("Cleaning up after statement %d of '%s': %s", intent.statement(),
						intent.script(), sql));
				try (Statement statement = connection.createStatement()) {
					statement.execute(sql);
				}
			}
			this.table.mark(connection, intent.script(), aftermath.state());
		}
		return describe(intent, aftermath);
	}

	private Aftermath settled(Connection connection, Intent intent, Duration patience) throws SQLException {
		long start = System.nanoTime();
		Aftermath aftermath = Aftermath.of(connection, this.table, intent);
		while (aftermath.busy() != null && System.nanoTime() - start < patience.toNanos()) {
			try {
				Thread.sleep(POLL_INTERVAL.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while waiting for a server process to end", ex);
			}
			aftermath = Aftermath.of(connection, this.table, intent);
		}
		if (aftermath.busy() != null) {
			throw StoppedException.busy(this.table, intent, aftermath.busy());
		}
		return aftermath;
	}

	private List<Intent> intents(Connection connection) throws SQLException {
		return this.table.exists(connection) ? this.table.read(connection) : List.of();
	}

	private Leftover describe(Intent intent, @Nullable Aftermath aftermath) {
		String outcome = "recorded";
		if (aftermath != null) {
			Intent.State state = aftermath.state();
			outcome = (aftermath.busy() != null) ? "running" : ((state != null) ? state.text() : "unknown");
		}
		return new Leftover(this.table.history().schema(), intent.script(), intent.statement(), intent.sql(),
				intent.since(), outcome, (aftermath != null) ? aftermath.cleanUp() : List.of());
	}

}
