package io.bailiwick.migration;

import java.sql.SQLException;
import java.util.List;

import io.bailiwick.domain.Domain;

/**
 * Sees to the schemas of the domains in one database, before and after their migrations.
 */
interface SchemaKeeper {

	/**
	 * Make sure that domains have schemas in which their migrations can work.
	 * @param domains the domains that may have something to do
	 */
	void create(List<Domain> domains) throws SQLException;

	/**
	 * Finish when all domains of the database are migrated.
	 */
	default void finish() throws SQLException {
	}

}
