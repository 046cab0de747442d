package io.bailiwick.database.replica;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.DriverSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Refuses at the start servers whose roles are not those they are configured for. One
 * that does not answer is not refused: that is for the rest of the application to tell.
 * <p>
 * Where the primary's URL names several hosts, roles may have been swapped by a failover
 * since somebody wrote the configuration, and an application must be able to start after
 * one.
 */
final class ServerRoles {

	private static final Log logger = LogFactory.getLog(ServerRoles.class);

	private final DatabaseLocation location;

	private final DatabaseLocation replicaLocation;

	ServerRoles(DatabaseLocation location, DatabaseLocation replicaLocation) {
		this.location = location;
		this.replicaLocation = replicaLocation;
	}

	/**
	 * Check both servers.
	 * @return whether the primary answers
	 */
	boolean check(HikariDataSource pool, Probe primary, Probe replica) {
		boolean severalHosts = new DriverSettings(pool).severalHosts();
		ClusterIdentity identity;
		String database;
		try {
			checkPrimary(primary.ask(PrimaryPosition::read), severalHosts, pool.isReadOnly());
			identity = primary.ask(ClusterIdentity::read);
			database = primary.ask(ServerRoles::database);
		}
		catch (SQLException ex) {
			logger.debug("The role of the primary of %s can not be told".formatted(this.location.describe()), ex);
			return false;
		}
		try {
			checkReplica(replica, identity, database, severalHosts);
		}
		catch (SQLException ex) {
			logger.debug("The role of the replica of %s can not be told".formatted(this.location.describe()), ex);
		}
		return true;
	}

	private void checkPrimary(PrimaryPosition position, boolean severalHosts, boolean meantReadOnly) {
		if (position.inRecovery() && !severalHosts) {
			throw standby();
		}
		if (!position.inRecovery() && position.readOnly() && !meantReadOnly) {
			throw readOnly();
		}
	}

	private void checkReplica(Probe replica, ClusterIdentity identity, String database, boolean severalHosts)
			throws SQLException {
		ReplicaPosition position = replica.ask(ReplicaPosition::read);
		if (replica.ask(ClusterIdentity::read).differsFrom(identity)) {
			throw stranger();
		}
		String replicated = replica.ask(ServerRoles::database);
		if (!replicated.equals(database)) {
			throw otherDatabase(replicated, database);
		}
		if (!position.inRecovery() && !severalHosts) {
			throw secondPrimary();
		}
	}

	private static String database(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT current_database()")) {
			row.next();
			return row.getString(1);
		}
	}

	private DatabaseConfigurationException standby() {
		return new DatabaseConfigurationException(
				"The server of %s is a standby (pg_is_in_recovery() is true): nothing can be written there. Nothing was changed."
					.formatted(this.location.describe()),
				"Name the primary in %s. If the servers swap their roles, name all of them: 'jdbc:postgresql://one,two/…' finds the primary among them."
					.formatted(this.location.whereToChange()));
	}

	private DatabaseConfigurationException readOnly() {
		return new DatabaseConfigurationException(
				"The server of %s is read-only (default_transaction_read_only is on): nothing can be written there. Nothing was changed."
					.formatted(this.location.describe()),
				"Find out who switched it on, for the server, the database or the role: 'SELECT * FROM pg_db_role_setting' and 'SHOW default_transaction_read_only'; some services do so when the disk is full. If the application is not to write, set 'read-only' of the pool to 'true'.");
	}

	private DatabaseConfigurationException secondPrimary() {
		return new DatabaseConfigurationException(
				"The replica of %s (%s) is not a replica but a primary (pg_is_in_recovery() is false): reads there would not see what is written here. Nothing was changed."
					.formatted(this.location.describe(), this.replicaLocation.url()),
				"Name a standby of that database in %s, or remove the replica. If the servers swap their roles, name all of them in the primary's URL: 'jdbc:postgresql://one,two/…'."
					.formatted(this.replicaLocation.whereToChange()));
	}

	private DatabaseConfigurationException stranger() {
		return new DatabaseConfigurationException(
				"The replica of %s (%s) belongs to another cluster (its system identifier differs): reads there would see other data. Nothing was changed."
					.formatted(this.location.describe(), this.replicaLocation.url()),
				"Name a standby of that database in %s.".formatted(this.replicaLocation.whereToChange()));
	}

	private DatabaseConfigurationException otherDatabase(String replicated, String database) {
		return new DatabaseConfigurationException(
				"The replica of %s (%s) is connected to the database '%s' of its server, and the primary to '%s': reads there would see other data. Nothing was changed."
					.formatted(this.location.describe(), this.replicaLocation.url(), replicated, database),
				"End the URL in %s with '/%s'.".formatted(this.replicaLocation.whereToChange(), database));
	}

}
