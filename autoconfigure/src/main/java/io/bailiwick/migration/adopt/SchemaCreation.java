package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.bailiwick.domain.Domain;

/**
 * Creates the schemas that domains own, in the transaction of a connection.
 */
@FunctionalInterface
public interface SchemaCreation {

	/**
	 * Create what is missing.
	 * @param connection the connection
	 * @param domains the domains
	 * @throws SQLException if a schema can not be created
	 */
	void create(Connection connection, List<Domain> domains) throws SQLException;

}
