package io.bailiwick.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;
import io.bailiwick.database.embedded.PostgresBinaries;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * The PostgreSQL server that the tests of one JVM share. Each test takes a database of
 * its own from it. The build says which major version: {@code -Dpostgres.version=14} …
 * 18.
 */
public final class TestPostgres {

	private static final AtomicInteger count = new AtomicInteger();

	private TestPostgres() {
	}

	/**
	 * Create an empty database.
	 */
	public static Database newDatabase() {
		String name = "test_%d_%d".formatted(ProcessHandle.current().pid(), count.incrementAndGet());
		EmbeddedServer server = Holder.server;
		Database admin = new Database(server.jdbcUrl(), server.username(), server.password());
		admin.execute("CREATE DATABASE " + name);
		return new Database(server.jdbcUrl().replace("/postgres", "/" + name), server.username(), server.password());
	}

	/**
	 * The major version of the server.
	 */
	public static int majorVersion() {
		return Integer.parseInt(Holder.server.serverVersion().replaceFirst("\\..*", ""));
	}

	/**
	 * Remove what earlier runs have left, about 100 MB each.
	 */
	private static void deleteLeftOvers(Path directories) {
		if (!Files.exists(directories)) {
			return;
		}
		try (Stream<Path> found = Files.list(directories)) {
			for (Path directory : found.toList()) {
				String[] name = directory.getFileName().toString().split("-");
				if (name.length == 2 && ProcessHandle.of(Long.parseLong(name[1])).isEmpty()) {
					FileSystemUtils.deleteRecursively(directory);
				}
			}
		}
		catch (IOException ex) {
			// Another process is at it.
			System.out.println("Not all of '%s' could be removed: %s".formatted(directories, ex));
		}
	}

	private static final class Holder {

		private static final EmbeddedServer server = start();

		private static EmbeddedServer start() {
			String version = System.getProperty("postgres.version", "18");
			Path jar = Path.of(System.getProperty("postgres.directory", "target/postgres"), version + ".jar");
			Path directories = Path.of("target", "test-postgres");
			deleteLeftOvers(directories);
			Path directory = directories.resolve(version + "-" + ProcessHandle.current().pid());
			EmbeddedServerSettings settings = EmbeddedServerSettings.in(directory)
				.withCacheDirectory(Path.of("target", "postgres-cache").toAbsolutePath())
				.withParameter("fsync", "off")
				.withParameter("synchronous_commit", "off")
				.withParameter("max_connections", "300");
			return EmbeddedServer
				.start(Files.exists(jar) ? settings.withBinaries(PostgresBinaries.inJar(jar)) : settings);
		}

	}

	/**
	 * Where a database is and who may log in.
	 */
	public record Database(String url, String username, String password) {

		/**
		 * The properties that make it the main database of an application.
		 */
		public String[] properties() {
			return new String[] { "spring.datasource.url=" + this.url, "spring.datasource.username=" + this.username,
					"spring.datasource.password=" + this.password, "spring.datasource.hikari.maximum-pool-size=5" };
		}

		public String name() {
			return this.url.substring(this.url.lastIndexOf('/') + 1);
		}

		public Connection connect() throws SQLException {
			return DriverManager.getConnection(this.url, this.username, this.password);
		}

		public JdbcTemplate jdbc() {
			return new JdbcTemplate(new DriverManagerDataSource(this.url, this.username, this.password));
		}

		public void execute(String sql) {
			try (Connection connection = connect(); Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(sql, ex);
			}
		}

	}

}
