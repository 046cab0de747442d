package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.core.log.LogMessage;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.ClassUtils;

/**
 * An empty database beside another one, which goes when it is closed. Connections to it
 * are like those to the other: they have the same driver properties, the search path
 * among them.
 */
final class ScratchDatabase implements AutoCloseable {

	static final String PREFIX = "bailiwick_scratch_";

	private static final Log logger = LogFactory.getLog(ScratchDatabase.class);

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			ScratchDatabase.class.getClassLoader());

	private static final Pattern URL = Pattern.compile("(jdbc:postgresql:(?://[^/?]*/)?)([^?]*)(.*)");

	private static final String LOCALE = """
			SELECT format('ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(encoding), datcollate, datctype)
			       || CASE WHEN current_setting('server_version_num')::int >= 150000 THEN ' LOCALE_PROVIDER libc' ELSE '' END
			FROM pg_database WHERE datname = current_database()""";

	/**
	 * What an administrator has installed is there before the first migration; what the
	 * domains install into their own schemas is not.
	 */
	private static final String EXTENSIONS = """
			SELECT format('CREATE SCHEMA IF NOT EXISTS %1$I; CREATE EXTENSION IF NOT EXISTS %2$I SCHEMA %1$I CASCADE', n.nspname, e.extname)
			FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
			WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> ALL (?)""";

	private final Database beside;

	private final String name;

	private final DataSource dataSource;

	private ScratchDatabase(Database beside, String name, DataSource dataSource) {
		this.beside = beside;
		this.name = name;
		this.dataSource = dataSource;
	}

	/**
	 * Create a database.
	 * @param beside the database that it is to be like
	 * @throws SQLException if it can not be created or reached
	 */
	static ScratchDatabase create(Database beside) throws SQLException {
		DriverManagerDataSource login = HIKARI_PRESENT ? Hikari.login(beside.dataSource()) : null;
		Matcher url = URL.matcher((login != null && login.getUrl() != null) ? login.getUrl() : "");
		if (login == null || !url.matches()) {
			throw new SQLException("the address of the server can not be told from the pool");
		}
		String name = PREFIX + UUID.randomUUID().toString().replace("-", "");
		try (Connection connection = beside.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(true);
			String locale = single(statement, LOCALE);
			statement.execute("CREATE DATABASE %s TEMPLATE template0 %s".formatted(name, locale));
		}
		login.setUrl(url.group(1) + name + url.group(3));
		ScratchDatabase database = new ScratchDatabase(beside, name, login);
		try {
			database.dataSource.getConnection().close();
			return database;
		}
		catch (SQLException ex) {
			database.close();
			throw ex;
		}
	}

	private static String single(Statement statement, String sql) throws SQLException {
		try (ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

	/**
	 * Install the extensions that the other database has outside of some schemas, as far
	 * as that is allowed.
	 */
	void installExtensions(String... notIn) throws SQLException {
		try (Connection from = this.beside.connect();
				PreparedStatement query = from.prepareStatement(EXTENSIONS);
				Connection to = this.dataSource.getConnection();
				Statement statement = to.createStatement()) {
			query.setArray(1, from.createArrayOf("text", notIn));
			try (ResultSet commands = query.executeQuery()) {
				while (commands.next()) {
					try {
						statement.execute(commands.getString(1));
					}
					catch (SQLException ex) {
						logger.debug(LogMessage.format("Not installed for the proof: %s", commands.getString(1)), ex);
					}
				}
			}
		}
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public void close() {
		try (Connection connection = this.beside.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(true);
			statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(this.name));
		}
		catch (SQLException | RuntimeException ex) {
			logger.warn(LogMessage.format(
					"The database '%s', made to compare with, could not be dropped: DROP DATABASE %s;", this.name,
					this.name), ex);
		}
	}

	/**
	 * Isolated because an application may have exchanged the pool for another.
	 */
	private static final class Hikari {

		static @Nullable DriverManagerDataSource login(DataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			if (pool == null || pool.getJdbcUrl() == null) {
				return null;
			}
			Properties properties = new Properties();
			properties.putAll(pool.getDataSourceProperties());
			if (pool.getUsername() != null) {
				properties.setProperty("user", pool.getUsername());
			}
			if (pool.getPassword() != null) {
				properties.setProperty("password", pool.getPassword());
			}
			return new DriverManagerDataSource(pool.getJdbcUrl(), properties);
		}

	}

}
