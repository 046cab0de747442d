package io.bailiwick.migration;

import java.sql.SQLException;
import java.util.List;

import io.bailiwick.domain.Domain;

/**
 * Sees to the schemas of the domains in one database, before and after their migrations.
 */
interface SchemaKeeper {

	/**
	 * Make sure that each domain has a schema in which its migrations can work.
	 */
	void create(List<Domain> domains) throws SQLException;

	/**
	 * Finish when all of them have been migrated.
	 */
	default void finish(List<Domain> domains) throws SQLException {
	}

}
