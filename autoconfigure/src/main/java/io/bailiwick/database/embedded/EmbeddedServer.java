package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.Assert;

/**
 * A PostgreSQL server for development that this application has started and that nobody
 * else uses. It is as durable as any other: its data survives restarts and crashes.
 */
public final class EmbeddedServer implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EmbeddedServer.class);

	private final DataDirectory directory;

	private final ProcessLock lock;

	private final Installation installation;

	private final Cluster cluster;

	private final ServerProcess process;

	private boolean closed;

	private EmbeddedServer(DataDirectory directory, ProcessLock lock, Installation installation, Cluster cluster,
			ServerProcess process) {
		this.directory = directory;
		this.lock = lock;
		this.installation = installation;
		this.cluster = cluster;
		this.process = process;
	}

	/**
	 * Starts a server, with a new cluster when the directory has none, and waits until it
	 * accepts connections.
	 * @param settings how to run it
	 * @return the running server
	 * @throws EmbeddedServerException when it cannot be started; says why and what to do
	 */
	public static EmbeddedServer start(EmbeddedServerSettings settings) {
		Assert.notNull(settings, "'settings' must not be null");
		return start(settings, EnumSet.allOf(UnprivilegedRun.class));
	}

	static EmbeddedServer start(EmbeddedServerSettings settings, Set<UnprivilegedRun> methods) {
		long start = System.nanoTime();
		URL archive = Platform.current().findArchive(settings.binaries());
		if (settings.port() != 0 && !Files.exists(settings.dataDirectory())) {
			Ports.requireFree(settings.port());
		}
		DataDirectory directory = DataDirectory.create(settings.dataDirectory());
		ProcessLock lock = directory.acquireLock();
		try {
			EmbeddedServer server = start(settings, methods, directory, lock, archive);
			logger.info(server.describe(Duration.ofNanos(System.nanoTime() - start)));
			return server;
		}
		catch (IOException ex) {
			directory.release(lock);
			throw DataDirectory.unusable(directory.path(), ex);
		}
		catch (RuntimeException | Error ex) {
			directory.release(lock);
			throw ex;
		}
	}

	private static EmbeddedServer start(EmbeddedServerSettings settings, Set<UnprivilegedRun> methods,
			DataDirectory directory, ProcessLock lock, URL archive) throws IOException {
		Owner.current(0).write(directory.owner());
		stopOrphan(directory);
		if (settings.port() != 0) {
			Ports.requireFree(settings.port());
		}
		Privileges privileges = Privileges.of(directory.path(), directory.cluster(), methods);
		Path cache = Optional.ofNullable(settings.cacheDirectory())
			.orElseGet(() -> CacheDirectory.choose(System.getenv(), privileges::canEnter));
		Installation installation = new BinariesCache(cache).install(archive);
		Cluster cluster = Cluster.open(directory, installation, privileges);
		ServerProcess process = new ServerLauncher(settings, installation, privileges, cluster, Ports::free)
			.launch(ServerLog.create(directory.serverLog()));
		try {
			Owner.current(process.port()).write(directory.owner());
			return new EmbeddedServer(directory, lock, installation, cluster, process);
		}
		catch (IOException ex) {
			process.stop();
			throw ex;
		}
	}

	private static void stopOrphan(DataDirectory directory) throws IOException {
		Postmaster postmaster = Postmaster.read(directory.cluster());
		if (postmaster == null) {
			return;
		}
		postmaster.liveServer(directory.cluster()).ifPresent((server) -> {
			logger.info(
					"The application that used '%s' was killed and has left its PostgreSQL running as process %d: stopping it"
						.formatted(directory.path(), server.pid()));
			Shutdown.of(server, () -> postmaster.liveServer(directory.cluster()).isPresent());
		});
	}

	/**
	 * Where the database is for JDBC.
	 * @return the URL of the database {@code postgres}, without user and password
	 */
	public String jdbcUrl() {
		return "jdbc:postgresql://%s:%d/postgres".formatted(Ports.ADDRESS, port());
	}

	/**
	 * The superuser's name.
	 * @return the name
	 */
	public String username() {
		return Cluster.SUPERUSER;
	}

	/**
	 * The superuser's password, made at random for this data directory.
	 * @return the password
	 */
	public String password() {
		return this.cluster.password();
	}

	/**
	 * The port that the server listens on, at {@code 127.0.0.1} only.
	 * @return the port
	 */
	public int port() {
		return this.process.port();
	}

	/**
	 * The directory that holds the cluster, its password and its log.
	 * @return the directory as an absolute path without symbolic links
	 */
	public Path dataDirectory() {
		return this.directory.path();
	}

	/**
	 * The version of the server.
	 * @return the version, such as {@code 18.6}
	 */
	public String serverVersion() {
		return this.installation.version();
	}

	/**
	 * Stops the server, waits until it has gone and leaves the directory to others. Does
	 * nothing the second time.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.process.stop();
			this.directory.release(this.lock);
		}
	}

	String describe(Duration startup) {
		return "Embedded PostgreSQL %s, for development and not for production, started in %d ms on port %d with %s in '%s'. To look inside: PGPASSFILE=%s psql -h %s -p %d -U %s postgres"
			.formatted(serverVersion(), startup.toMillis(), port(),
					this.cluster.created() ? "a new cluster" : "the existing data", dataDirectory(),
					UnprivilegedRun.quote(this.directory.passwordFile().toString()), Ports.ADDRESS, port(), username());
	}

}
