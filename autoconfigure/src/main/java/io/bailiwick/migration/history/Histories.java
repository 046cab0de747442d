package io.bailiwick.migration.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Reads many history tables of one PostgreSQL database at once: one statement finds out
 * which are there and readable, a second one reads them all.
 */
public final class Histories {

	private Histories() {
	}

	/**
	 * Read what a verdict needs. Nothing is locked or changed, and a table that is
	 * missing or is not exactly as Flyway makes it is no error.
	 * @param connection a connection to the database, best with auto-commit: a
	 * transaction is left open otherwise
	 * @param tables the tables
	 * @return what each of them says, in the order of the tables; without
	 * {@linkplain HistoryRow#details() details}
	 * @throws SQLException if the database can not be read
	 */
	public static List<History> read(Connection connection, List<TableName> tables) throws SQLException {
		return read(connection, tables, false);
	}

	/**
	 * Read all that the tables say, otherwise as {@link #read} does.
	 * @param connection a connection to the database
	 * @param tables the tables
	 * @return what each of them says, in the order of the tables
	 * @throws SQLException if the database can not be read
	 */
	public static List<History> readWithDetails(Connection connection, List<TableName> tables) throws SQLException {
		return read(connection, tables, true);
	}

	private static List<History> read(Connection connection, List<TableName> tables, boolean detailed)
			throws SQLException {
		Assert.notNull(connection, "'connection' must not be null");
		if (tables.isEmpty()) {
			return List.of();
		}
		List<@Nullable History> unread = new HistoryCatalog(connection).unreadable(tables);
		List<TableName> readable = new ArrayList<>();
		for (int i = 0; i < tables.size(); i++) {
			if (unread.get(i) == null) {
				readable.add(tables.get(i));
			}
		}
		Iterator<History> read = new HistoryQuery(readable, detailed).read(connection).iterator();
		List<History> histories = new ArrayList<>();
		for (History history : unread) {
			histories.add((history != null) ? history : read.next());
		}
		return histories;
	}

}
