package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The process of a running server.
 */
final class ServerProcess {

	private static final Log logger = LogFactory.getLog(ServerProcess.class);

	private final Process process;

	private final Path cluster;

	private final ServerLog log;

	private final int port;

	private @Nullable Thread shutdownHook;

	private volatile boolean stopping;

	private ServerProcess(Process process, Path cluster, ServerLog log, int port) {
		this.process = process;
		this.cluster = cluster;
		this.log = log;
		this.port = port;
	}

	/**
	 * Starts a server's process.
	 * @param command the program and its arguments
	 * @param environment additional environment variables
	 * @param cluster the databases it runs
	 * @param log where it writes
	 * @param port the port it has been told to listen on
	 * @param hook whether the end of this JVM stops it
	 * @return the process, which is not ready yet
	 * @throws IOException when it cannot be started
	 */
	static ServerProcess launch(List<String> command, Map<String, String> environment, Path cluster, ServerLog log,
			int port, boolean hook) throws IOException {
		ProcessBuilder builder = Command.of(command, cluster);
		builder.environment().putAll(environment);
		builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
		builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
		ServerLog ownPart = log.fromHere();
		ServerProcess server = new ServerProcess(builder.start(), cluster, ownPart, port);
		if (hook) {
			server.addShutdownHook();
		}
		return server;
	}

	private void addShutdownHook() {
		Thread hook = new Thread(this::stop, "bailiwick-embedded-postgresql");
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			this.shutdownHook = hook;
		}
		catch (IllegalStateException ex) {
			stop();
			throw ex;
		}
	}

	/**
	 * Waits until the server accepts connections.
	 * @param deadline when to give up, in terms of {@link System#nanoTime()}
	 * @return {@code false} when it has ended instead
	 * @throws IOException when its status cannot be read
	 * @throws TimeoutException when it does neither in time; it is still running then
	 */
	boolean awaitReady(long deadline) throws IOException, TimeoutException {
		while (this.process.isAlive()) {
			Postmaster status = ownStatus();
			if (status != null && status.ready()) {
				this.process.onExit().thenAccept((ended) -> reportEnd());
				return true;
			}
			if (System.nanoTime() > deadline) {
				throw new TimeoutException();
			}
			Pause.briefly();
		}
		return false;
	}

	private @Nullable Postmaster ownStatus() throws IOException {
		Postmaster status = Postmaster.read(this.cluster);
		if (status == null) {
			return null;
		}
		// "su" stays as the server's parent; everything else turns into the server.
		boolean own = status.pid() == this.process.pid()
				|| this.process.descendants().anyMatch((handle) -> handle.pid() == status.pid());
		return own ? status : null;
	}

	private ProcessHandle postmaster() {
		try {
			Postmaster status = ownStatus();
			return (status != null) ? ProcessHandle.of(status.pid()).orElse(this.process.toHandle())
					: this.process.toHandle();
		}
		catch (IOException ex) {
			return this.process.toHandle();
		}
	}

	private void reportEnd() {
		if (!this.stopping) {
			logger.error("The embedded PostgreSQL on port %d has ended by itself with code %d. It said last:%n%s"
				.formatted(this.port, this.process.exitValue(), this.log.tail()));
		}
	}

	int port() {
		return this.port;
	}

	ServerLog log() {
		return this.log;
	}

	/**
	 * Stops the server and waits until it has gone; does nothing when it has.
	 */
	synchronized void stop() {
		this.stopping = true;
		ProcessHandle postmaster = postmaster();
		Shutdown.of(postmaster, () -> postmaster.isAlive() || this.process.isAlive());
		removeShutdownHook();
	}

	private void removeShutdownHook() {
		try {
			if (this.shutdownHook != null) {
				Runtime.getRuntime().removeShutdownHook(this.shutdownHook);
				this.shutdownHook = null;
			}
		}
		catch (IllegalStateException ex) {
			// The JVM is already shutting down: the hook runs, or has run.
		}
	}

}
