package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.DatabaseUnavailableException;

import org.springframework.boot.jdbc.DataSourceUnwrapper;

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
		try {
			return this.dataSource.getConnection();
		}
		catch (SQLException | RuntimeException ex) {
			throw DatabaseUnavailableException.explain(this.location, ex);
		}
	}

	/**
	 * How many connections there are for migrations, the one that holds the lock not
	 * counted.
	 */
	int connectionsToSpare() {
		HikariDataSource hikari = DataSourceUnwrapper.unwrap(this.dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		return (hikari != null) ? hikari.getMaximumPoolSize() - 1 : Integer.MAX_VALUE;
	}

}
