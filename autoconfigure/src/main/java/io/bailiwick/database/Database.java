package io.bailiwick.database;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * A PostgreSQL database with a pool, in which one or more domains live.
 *
 * @param location where it is
 * @param dataSource where to get connections
 */
public record Database(DatabaseLocation location, DataSource dataSource) {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			Database.class.getClassLoader());

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
	 * @throws StartupRefusedException if a pooler in front of it refuses a setting
	 */
	public Connection connect() {
		try {
			return this.dataSource.getConnection();
		}
		catch (SQLException | RuntimeException ex) {
			StartupRefusedException refused = StartupRefusedException.explain(this.location, ex);
			if (refused != null) {
				throw refused;
			}
			throw DatabaseUnavailableException.explain(this.location, ex);
		}
	}

	/**
	 * Return how many connections the pool may open.
	 * @return the number, or {@code null} if that can not be told
	 */
	public @Nullable Integer maximumPoolSize() {
		return HIKARI_PRESENT ? Hikari.maximumPoolSize(this.dataSource) : null;
	}

	/**
	 * Isolated because an application may have exchanged the pool for another.
	 */
	private static final class Hikari {

		static @Nullable Integer maximumPoolSize(DataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			return (pool != null) ? pool.getMaximumPoolSize() : null;
		}

	}

}
