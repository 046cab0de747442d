package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

import io.bailiwick.database.Database;

/**
 * Works on databases while nobody else does: every verb that changes something, whatever
 * it is, holds the lock of each database it changes.
 */
final class LockedDatabases {

	private final Duration lockTimeout;

	private final ClassLoader classLoader;

	LockedDatabases(MigrationContext context) {
		this.lockTimeout = context.settings().lockTimeout();
		this.classLoader = context.classLoader();
	}

	/**
	 * Take the locks of all databases before anything is changed in one of them, always
	 * in the same order, so that two processes do not wait for each other.
	 * @param databases the databases, in the order of {@link MigrationContext}
	 * @param work what to do while the locks are held
	 */
	void run(List<Database> databases, Consumer<List<OpenDatabase>> work) {
		open(databases.iterator(), new ArrayList<>(), new ArrayList<>(), work);
	}

	private void open(Iterator<Database> remaining, List<OpenDatabase> opened, List<MigrationLock> held,
			Consumer<List<OpenDatabase>> work) {
		if (!remaining.hasNext()) {
			work.accept(List.copyOf(opened));
			return;
		}
		Database database = remaining.next();
		try (Connection connection = database.connect()) {
			// A transaction left open here would be what CREATE INDEX CONCURRENTLY waits
			// for.
			connection.setAutoCommit(true);
			DatabaseKind kind = DatabaseKind.of(database, connection, this.classLoader);
			requireTwoConnections(database);
			opened.add(new OpenDatabase(database, connection, kind));
			if (kind == DatabaseKind.POSTGRESQL) {
				try (MigrationLock lock = MigrationLock.acquire(database, connection, this.lockTimeout, held)) {
					held.add(lock);
					open(remaining, opened, held, work);
				}
			}
			else {
				open(remaining, opened, held, work);
			}
		}
		catch (SQLException ex) {
			throw OpenDatabase.failed(database, ex);
		}
	}

	private static void requireTwoConnections(Database database) {
		if (MigrationRun.connectionsToSpare(database) < 1) {
			throw new DomainMigrationException(
					"The pool of %s has one connection. Migrating needs two at least: one holds the lock while the other works."
						.formatted(database.location().describe()),
					"Set '%s' to 2 or more (3 or more with a Flyway Callback)."
						.formatted(database.location().poolSizeProperty()));
		}
	}

}
