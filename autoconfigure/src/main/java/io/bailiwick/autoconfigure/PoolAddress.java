package io.bailiwick.autoconfigure;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * The address that a pool connects to, as far as the pool can tell.
 *
 * @param url the JDBC URL
 * @param username the role that logs in
 */
record PoolAddress(@Nullable String url, @Nullable String username) {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			PoolAddress.class.getClassLoader());

	static PoolAddress of(@Nullable DataSource dataSource) {
		return (HIKARI_PRESENT && dataSource != null) ? Hikari.address(dataSource) : new PoolAddress(null, null);
	}

	DatabaseLocation location(String database, @Nullable String origin) {
		return new DatabaseLocation(database, this.url, this.username, origin);
	}

	/**
	 * Isolated because an application may have exchanged the pool for another.
	 */
	private static final class Hikari {

		static PoolAddress address(DataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			return (pool != null) ? new PoolAddress(pool.getJdbcUrl(), pool.getUsername())
					: new PoolAddress(null, null);
		}

	}

}
