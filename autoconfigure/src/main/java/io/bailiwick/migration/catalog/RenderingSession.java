package io.bailiwick.migration.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes PostgreSQL qualify names of other schemas only, which is what the search path
 * decides, and puts the connection back.
 */
final class RenderingSession implements AutoCloseable {

	private final Connection connection;

	private final boolean autoCommit;

	private final String searchPath;

	private RenderingSession(Connection connection, boolean autoCommit, String searchPath) {
		this.connection = connection;
		this.autoCommit = autoCommit;
		this.searchPath = searchPath;
	}

	static RenderingSession begin(Connection connection) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		if (autoCommit) {
			connection.setAutoCommit(false);
		}
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT pg_catalog.current_setting('search_path')")) {
			result.next();
			return new RenderingSession(connection, autoCommit, result.getString(1));
		}
		catch (SQLException ex) {
			if (autoCommit) {
				connection.rollback();
				connection.setAutoCommit(true);
			}
			throw ex;
		}
	}

	void seeOnly(String schema) throws SQLException {
		setSearchPath("\"" + schema.replace("\"", "\"\"") + "\"");
	}

	private void setSearchPath(String path) throws SQLException {
		try (PreparedStatement statement = this.connection
			.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, true)")) {
			statement.setString(1, path);
			statement.execute();
		}
	}

	@Override
	public void close() throws SQLException {
		if (this.autoCommit) {
			this.connection.rollback();
			this.connection.setAutoCommit(true);
		}
		else {
			setSearchPath(this.searchPath);
		}
	}

}
