package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * The number that a primary and all of its replicas share and no other server has.
 *
 * @param number the system identifier, or {@code null} if the server does not tell
 */
record ClusterIdentity(@Nullable String number) {

	static ClusterIdentity read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT system_identifier::text FROM pg_control_system()")) {
			row.next();
			return new ClusterIdentity(row.getString(1));
		}
		catch (SQLException ex) {
			// "Insufficient privilege" or "undefined function": some services hide it.
			if (ex.getSQLState() != null && ex.getSQLState().startsWith("42")) {
				return new ClusterIdentity(null);
			}
			throw ex;
		}
	}

	boolean differsFrom(ClusterIdentity other) {
		return this.number != null && other.number != null && !this.number.equals(other.number);
	}

}
