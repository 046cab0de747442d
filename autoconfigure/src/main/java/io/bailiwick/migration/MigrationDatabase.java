package io.bailiwick.migration;

import java.sql.Connection;

import javax.sql.DataSource;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseLocation;

/**
 * A database with domains to migrate.
 *
 * @param location where it is
 * @param dataSource where to get connections
 */
public record MigrationDatabase(DatabaseLocation location, DataSource dataSource) {

	String name() {
		return this.location.name();
	}

	/**
	 * Open a connection or explain why that can not be done.
	 */
	Connection connect() {
		return new Database(this.location, this.dataSource).connect();
	}

	/**
	 * How many connections there are for migrations, the one that holds the lock not
	 * counted.
	 */
	int connectionsToSpare() {
		Integer size = new Database(this.location, this.dataSource).maximumPoolSize();
		return (size != null) ? size - 1 : Integer.MAX_VALUE;
	}

}
