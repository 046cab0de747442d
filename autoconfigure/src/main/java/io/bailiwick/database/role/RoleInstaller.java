package io.bailiwick.database.role;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.bailiwick.database.DatabaseLocation;

import org.springframework.util.Assert;

/**
 * Executes a plan for roles where the role that connects may.
 */
public final class RoleInstaller {

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	private final DatabaseLocation location;

	private final Connection connection;

	/**
	 * Create an installer.
	 * @param location where the database is, for messages
	 * @param connection a connection without an open transaction, which stays open
	 */
	public RoleInstaller(DatabaseLocation location, Connection connection) {
		Assert.notNull(location, "'location' must not be null");
		Assert.notNull(connection, "'connection' must not be null");
		this.location = location;
		this.connection = connection;
	}

	/**
	 * Execute all statements of a plan or none.
	 * @param plan the plan
	 * @throws RolesNotInstalledException if the role that connects may not; it contains
	 * the script for somebody who may
	 * @throws SQLException if anything else fails
	 */
	public void install(RolePlan plan) throws SQLException {
		boolean autoCommit = this.connection.getAutoCommit();
		this.connection.setAutoCommit(false);
		try (Statement statement = this.connection.createStatement()) {
			for (String sql : plan.statements()) {
				statement.execute(sql);
			}
			this.connection.commit();
		}
		catch (SQLException ex) {
			this.connection.rollback();
			if (INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
				throw new RolesNotInstalledException(this.location, this.connection.getMetaData().getUserName(), plan,
						ex);
			}
			throw ex;
		}
		finally {
			this.connection.setAutoCommit(autoCommit);
		}
	}

}
