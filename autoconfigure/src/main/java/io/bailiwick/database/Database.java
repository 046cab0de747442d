package io.bailiwick.database;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.Assert;

/**
 * A PostgreSQL database with a pool, in which one or more domains live.
 *
 * @param location where it is
 * @param dataSource where to get connections
 */
public record Database(DatabaseLocation location, DataSource dataSource) {

	/**
	 * Create a database.
	 */
	public Database {
		Assert.notNull(location, "'location' must not be null");
		Assert.notNull(dataSource, "'dataSource' must not be null");
	}

	/**
	 * Return the name by which domains refer to the database.
	 * @return the name
	 */
	public String name() {
		return this.location.name();
	}

	/**
	 * Open a connection or explain why that can not be done.
	 * @return a connection, to be closed by the caller
	 * @throws DatabaseUnavailableException if the database does not let the application
	 * in
	 */
	public Connection connect() {
		try {
			return this.dataSource.getConnection();
		}
		catch (SQLException | RuntimeException ex) {
			throw DatabaseUnavailableException.explain(this.location, ex);
		}
	}

	/**
	 * Return how many connections the pool may open.
	 * @return the number, or {@code null} if that can not be told
	 */
	public @Nullable Integer maximumPoolSize() {
		HikariDataSource hikari = DataSourceUnwrapper.unwrap(this.dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		return (hikari != null) ? hikari.getMaximumPoolSize() : null;
	}

}
