package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.test.TestPostgres.Database;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.Assert;

/**
 * A server, alone or of a replicated cluster, which can be killed, brought back and
 * promoted.
 */
public final class PostgresNode implements AutoCloseable {

	private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts");

	private static final Set<String> COPIED_EMPTY = Set.of("pg_wal", "pg_replslot", "pg_stat_tmp", "pg_notify");

	private final EmbeddedServerSettings settings;

	private EmbeddedServer server;

	private PostgresNode(EmbeddedServerSettings settings) {
		this.server = EmbeddedServer.start(settings);
		this.settings = settings.withPort(this.server.port());
	}

	/**
	 * Start a primary with an empty cluster.
	 */
	public static PostgresNode primary(Path directory) {
		return new PostgresNode(settings(directory));
	}

	/**
	 * Start a server that stands alone and writes to disk what it should.
	 * @param parameters of the server
	 */
	public static PostgresNode durable(Path directory, Map<String, String> parameters) {
		EmbeddedServerSettings settings = binaries(directory);
		for (Map.Entry<String, String> parameter : parameters.entrySet()) {
			settings = settings.withParameter(parameter.getKey(), parameter.getValue());
		}
		return new PostgresNode(settings);
	}

	private static EmbeddedServerSettings settings(Path directory) {
		return binaries(directory).withParameter("fsync", "off")
			.withParameter("wal_keep_size", "128MB")
			.withParameter("wal_receiver_status_interval", "1s")
			.withParameter("wal_retrieve_retry_interval", "200ms");
	}

	private static EmbeddedServerSettings binaries(Path directory) {
		String version = System.getProperty("postgres.version", "18");
		Path jar = Path.of(System.getProperty("postgres.directory", "target/postgres"), version + ".jar");
		EmbeddedServerSettings settings = EmbeddedServerSettings.in(directory)
			.withCacheDirectory(Path.of("target", "postgres-cache").toAbsolutePath());
		return Files.exists(jar) ? settings.withBinaries(PostgresBinaries.inJar(jar)) : settings;
	}

	/**
	 * Make a base copy of this server and start it as a standby that follows this one.
	 */
	public PostgresNode standby(Path directory) throws SQLException, IOException {
		DataDirectory source = new DataDirectory(this.server.dataDirectory());
		DataDirectory target = DataDirectory.create(directory);
		String label;
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			// Both functions were renamed in PostgreSQL 15.
			boolean old = connection.getMetaData().getDatabaseMajorVersion() < 15;
			statement
				.execute(old ? "SELECT pg_start_backup('copy', true, false)" : "SELECT pg_backup_start('copy', true)");
			copy(source.cluster(), target.cluster());
			try (ResultSet row = statement.executeQuery(old ? "SELECT labelfile FROM pg_stop_backup(false, false)"
					: "SELECT labelfile FROM pg_backup_stop(false)")) {
				row.next();
				label = row.getString(1);
			}
		}
		Files.writeString(target.cluster().resolve("backup_label"), label);
		Files.writeString(target.cluster().resolve("standby.signal"), "");
		Files
			.writeString(target.cluster().resolve("postgresql.auto.conf"),
					"primary_conninfo = 'host=%s port=%d user=%s password=%s'%n".formatted(Ports.ADDRESS,
							this.server.port(), this.server.username(), this.server.password()),
					StandardOpenOption.APPEND);
		Files.copy(source.passwordFile(), target.passwordFile());
		return new PostgresNode(settings(directory));
	}

	private static void copy(Path source, Path target) throws IOException {
		Files.walkFileTree(source, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectory(target.resolve(source.relativize(directory)),
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
				return COPIED_EMPTY.contains(source.relativize(directory).toString()) ? FileVisitResult.SKIP_SUBTREE
						: FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				String name = source.relativize(file).toString();
				if (!NOT_COPIED.contains(name)) {
					try {
						Files.copy(file, target.resolve(name));
					}
					catch (NoSuchFileException ex) {
						// Removed by the server meanwhile, which the copy allows for.
					}
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
				if (ex instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw ex;
			}

		});
	}

	/**
	 * Kill the server without a chance to say good-bye, and wait until it has gone.
	 */
	public void kill() throws IOException {
		List<ProcessHandle> processes = processes();
		processes.forEach(ProcessHandle::destroyForcibly);
		processes.forEach((process) -> process.onExit().join());
		this.server.close();
	}

	/**
	 * Let the server hang, as if its machine had gone from the network.
	 */
	public void freeze() throws IOException {
		signal("STOP");
	}

	/**
	 * Let the frozen server go on.
	 */
	public void thaw() throws IOException {
		signal("CONT");
	}

	private void signal(String name) throws IOException {
		String pids = processes().stream().map((process) -> " " + process.pid()).collect(Collectors.joining());
		Command.Result result = Command.run(List.of("/bin/sh", "-c", "kill -" + name + pids), Path.of("/"),
				Duration.ofSeconds(10));
		Assert.state(result.successful(), result.output());
	}

	private List<ProcessHandle> processes() throws IOException {
		Postmaster postmaster = Postmaster.read(this.server.dataDirectory().resolve("data"));
		ProcessHandle process = ProcessHandle.of(postmaster.pid()).orElseThrow();
		return Stream.concat(Stream.of(process), process.descendants()).toList();
	}

	/**
	 * Start the killed server again, where it was.
	 */
	public void restart() {
		this.server = EmbeddedServer.start(this.settings);
	}

	/**
	 * Make the primary of this standby, which must have been detached from the other.
	 */
	public void promote() throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_promote(true, 30)");
		}
	}

	public int port() {
		return this.settings.port();
	}

	/**
	 * Its database as the tests of an embedded server know it.
	 */
	public Database database() {
		return new Database("jdbc:postgresql://" + host() + "/postgres", username(), password());
	}

	public String host() {
		return "%s:%d".formatted(Ports.ADDRESS, port());
	}

	public String username() {
		return this.server.username();
	}

	public String password() {
		return this.server.password();
	}

	public Connection connect() throws SQLException {
		return database().connect();
	}

	/**
	 * A template that opens a connection for each statement.
	 */
	public JdbcTemplate jdbc() {
		return database().jdbc();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
