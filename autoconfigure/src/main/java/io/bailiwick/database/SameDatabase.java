package io.bailiwick.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.springframework.util.Assert;

/**
 * Finds out whether two connections lead to one database, whatever their addresses say:
 * an advisory lock of one is in the way of the other. Such locks belong to a database
 * (PostgreSQL documentation, "Explicit Locking") and ask for no privilege.
 */
public final class SameDatabase {

	private SameDatabase() {
	}

	/**
	 * Ask both servers.
	 * @param one a connection without an open transaction; it is left as it was
	 * @param other another connection without an open transaction
	 * @return whether they lead to the same database
	 * @throws SQLException if a server does not answer
	 */
	public static boolean test(Connection one, Connection other) throws SQLException {
		Assert.notNull(one, "'one' must not be null");
		Assert.notNull(other, "'other' must not be null");
		long key = new SecureRandom().nextLong();
		boolean autoCommit = one.getAutoCommit();
		// Locks of a transaction, because a pooler may lend its connections for no
		// longer.
		one.setAutoCommit(false);
		try {
			return tryLock(one, key) && !tryLock(other, key);
		}
		finally {
			one.rollback();
			one.setAutoCommit(autoCommit);
			if (!other.getAutoCommit()) {
				other.rollback();
			}
		}
	}

	private static boolean tryLock(Connection connection, long key) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
			statement.setLong(1, key);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

}
