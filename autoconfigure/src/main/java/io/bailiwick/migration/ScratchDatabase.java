package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * An empty database beside another one, on the same server and with the same settings,
 * which is dropped in the end.
 */
final class ScratchDatabase implements AutoCloseable {

	private static final Pattern URL = Pattern.compile("(jdbc:postgresql:(?://[^/?]*/)?)[^/?]*(\\?.*)?");

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			ScratchDatabase.class.getClassLoader());

	private final Database beside;

	private final String name;

	private final Database database;

	private final AutoCloseable pool;

	private ScratchDatabase(Database beside, String name, Database database, AutoCloseable pool) {
		this.beside = beside;
		this.name = name;
		this.database = database;
		this.pool = pool;
	}

	/**
	 * Create the database.
	 * @param beside a database on the server where it is to be
	 */
	static ScratchDatabase create(Database beside) {
		ScratchDatabase scratch = HIKARI_PRESENT ? Hikari.create(beside) : null;
		if (scratch == null) {
			throw new DomainMigrationException(
					"No scratch database can be created beside %s: its pool is not HikariCP, or has no 'jdbcUrl' from which the address could be told."
						.formatted(beside.location().describe()),
					"Give an empty database instead.");
		}
		scratch.execute("CREATE DATABASE " + scratch.name);
		return scratch;
	}

	Database database() {
		return this.database;
	}

	private void execute(String sql) {
		try (Connection connection = this.beside.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(true);
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new DomainMigrationException(
					"'%s' failed beside %s: %s [SQLSTATE %s].".formatted(sql, this.beside.location().describe(),
							ex.getMessage(), ex.getSQLState()),
					"Use a role that may create databases (ALTER ROLE … CREATEDB), or give an empty database.", ex);
		}
	}

	@Override
	public void close() {
		try {
			this.pool.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The pool of the scratch database could not be closed", ex);
		}
		finally {
			execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(this.name));
		}
	}

	/**
	 * Isolated because an application may have exchanged the pool for another.
	 */
	private static final class Hikari {

		@SuppressWarnings("NullAway") // null is a value to Hikari
		static @Nullable ScratchDatabase create(Database beside) {
			HikariDataSource source = DataSourceUnwrapper.unwrap(beside.dataSource(), HikariConfigMXBean.class,
					HikariDataSource.class);
			Matcher url = URL.matcher((source != null) ? String.valueOf(source.getJdbcUrl()) : "");
			if (source == null || !url.matches()) {
				return null;
			}
			String name = "scratch_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
			HikariConfig config = new HikariConfig();
			config.setPoolName(name);
			config.setJdbcUrl(url.group(1) + name + ((url.group(2) != null) ? url.group(2) : ""));
			config.setUsername(source.getUsername());
			config.setPassword(source.getPassword());
			config.setDataSourceProperties(source.getDataSourceProperties());
			config.setConnectionInitSql(source.getConnectionInitSql());
			config.setMaximumPoolSize(4);
			config.setMinimumIdle(0);
			// The pool is made before its database is.
			config.setInitializationFailTimeout(-1);
			HikariDataSource pool = new HikariDataSource(config);
			return new ScratchDatabase(beside, name, new Database(
					new DatabaseLocation(beside.name(), pool.getJdbcUrl(), pool.getUsername(), null), pool), pool);
		}

	}

}
