package io.bailiwick.database;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Completes a pool before it opens its first connection: what somebody configured stays,
 * what nobody did is filled in.
 * <p>
 * The search path goes into the start-up packet of each connection, where it costs no
 * round trip ({@code currentSchema} of the PostgreSQL JDBC driver).
 */
public final class PoolDefaults {

	private final String database;

	private final Set<String> searchPath;

	private final @Nullable String application;

	/**
	 * Create defaults for the pool of a database.
	 * @param database the name of the database, which becomes the name of the pool
	 * @param schemas the schemas of its domains, in the order of their dependencies
	 * @param application the name of the application, as the server is to see it
	 */
	public PoolDefaults(String database, List<String> schemas, @Nullable String application) {
		Assert.notNull(database, "'database' must not be null");
		this.database = database;
		this.searchPath = new LinkedHashSet<>(schemas);
		this.application = application;
	}

	/**
	 * Fill in what is not configured. Does nothing to a pool that is already running.
	 * @param pool the pool
	 */
	public void complete(HikariDataSource pool) {
		if (pool.isRunning()) {
			return;
		}
		if (!StringUtils.hasText(pool.getPoolName())) {
			pool.setPoolName(this.database);
		}
		DriverSettings settings = new DriverSettings(pool);
		if (settings.isPostgres()) {
			if (!setsSearchPathInOptions(pool)) {
				settings.addIfAbsent("currentSchema", currentSchema());
			}
			settings.addIfAbsent("ApplicationName", this.application);
		}
	}

	private @Nullable String currentSchema() {
		if (this.searchPath.isEmpty()) {
			return null;
		}
		Set<String> schemas = new LinkedHashSet<>(this.searchPath);
		schemas.add("public");
		return String.join(",", schemas);
	}

	/**
	 * Options of the server do the same ({@code -c search_path=…}), and would lose.
	 */
	private static boolean setsSearchPathInOptions(HikariDataSource pool) {
		return pool.getJdbcUrl().contains("search_path")
				|| pool.getDataSourceProperties().getProperty("options", "").contains("search_path");
	}

}
