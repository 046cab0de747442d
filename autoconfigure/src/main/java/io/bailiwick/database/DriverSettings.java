package io.bailiwick.database;

import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The properties of the PostgreSQL JDBC driver in a pool that has not opened a connection
 * yet.
 */
public final class DriverSettings {

	private static final Pattern SEVERAL_HOSTS = Pattern.compile("jdbc:postgresql://[^/?]*,.*");

	private final HikariDataSource pool;

	/**
	 * Create settings.
	 * @param pool the pool
	 */
	public DriverSettings(HikariDataSource pool) {
		Assert.notNull(pool, "'pool' must not be null");
		this.pool = pool;
	}

	/**
	 * Return whether the pool uses the driver, by its URL.
	 * @return {@code true} if it does
	 */
	public boolean isPostgres() {
		return this.pool.getJdbcUrl() != null && this.pool.getJdbcUrl().startsWith("jdbc:postgresql:");
	}

	/**
	 * Return whether the URL names several hosts.
	 * @return {@code true} if it does
	 */
	public boolean severalHosts() {
		return this.pool.getJdbcUrl() != null && SEVERAL_HOSTS.matcher(this.pool.getJdbcUrl()).matches();
	}

	/**
	 * Set a property that nobody has set, in the URL or as a property of the pool.
	 * @param name the name of the property
	 * @param value its value, {@code null} for nothing
	 * @return this
	 */
	public DriverSettings addIfAbsent(String name, @Nullable String value) {
		boolean configured = this.pool.getDataSourceProperties().containsKey(name)
				|| this.pool.getJdbcUrl().matches(".*[?&]" + name + "=.*");
		if (value != null && !configured) {
			this.pool.addDataSourceProperty(name, value);
		}
		return this;
	}

}
