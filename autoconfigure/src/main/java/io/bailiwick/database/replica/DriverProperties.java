package io.bailiwick.database.replica;

import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The properties of the PostgreSQL JDBC driver in a pool that has not started yet.
 */
final class DriverProperties {

	private static final Pattern SEVERAL_HOSTS = Pattern.compile("jdbc:postgresql://[^/?]*,.*");

	private final HikariDataSource pool;

	DriverProperties(HikariDataSource pool) {
		this.pool = pool;
	}

	boolean isPostgres() {
		return this.pool.getJdbcUrl() != null && this.pool.getJdbcUrl().startsWith("jdbc:postgresql:");
	}

	boolean severalHosts() {
		return this.pool.getJdbcUrl() != null && SEVERAL_HOSTS.matcher(this.pool.getJdbcUrl()).matches();
	}

	DriverProperties addIfAbsent(String name, String value) {
		boolean configured = this.pool.getDataSourceProperties().containsKey(name)
				|| this.pool.getJdbcUrl().matches(".*[?&]" + name + "=.*");
		if (!configured) {
			this.pool.addDataSourceProperty(name, value);
		}
		return this;
	}

}
