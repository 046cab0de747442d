package io.bailiwick.database.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Starts servers until one stays.
 */
final class ServerLauncher {

	private static final Pattern BAD_PARAMETER = Pattern
		.compile("(?:unrecognized configuration parameter|invalid value for parameter|parameter) \"([^\"]+)\"");

	private static final int MAX_LOST_PORTS = 10;

	private final EmbeddedServerSettings settings;

	private final Installation installation;

	private final Privileges privileges;

	private final Cluster cluster;

	private final IntSupplier freePort;

	ServerLauncher(EmbeddedServerSettings settings, Installation installation, Privileges privileges, Cluster cluster,
			IntSupplier freePort) {
		this.settings = settings;
		this.installation = installation;
		this.privileges = privileges;
		this.cluster = cluster;
		this.freePort = freePort;
	}

	/**
	 * Starts the server.
	 * @param log where it is to write
	 * @return the server, which accepts connections
	 * @throws IOException when its files cannot be read or written
	 * @throws EmbeddedServerException when it does not start
	 */
	ServerProcess launch(ServerLog log) throws IOException {
		long deadline = System.nanoTime() + this.settings.startTimeout().toNanos();
		int lostPorts = 0;
		while (true) {
			ServerProcess server = launch((this.settings.port() != 0) ? this.settings.port() : this.freePort.getAsInt(),
					log);
			if (becomesReady(server, deadline)) {
				return server;
			}
			if (server.log().contains("Address already in use")) {
				if (this.settings.port() != 0 || ++lostPorts == MAX_LOST_PORTS) {
					throw Ports.taken(server.port(), new IOException("Address already in use"));
				}
			}
			else if (server.log().contains("pre-existing shared memory block") && System.nanoTime() < deadline) {
				// Clients' processes of a killed server are still about to notice.
				Pause.briefly();
			}
			else {
				throw failed(server.log(), "ended while starting", null);
			}
		}
	}

	private boolean becomesReady(ServerProcess server, long deadline) throws IOException {
		boolean ready = false;
		try {
			ready = server.awaitReady(deadline);
			return ready;
		}
		catch (TimeoutException ex) {
			throw failed(server.log(), "did not accept connections within %s".formatted(this.settings.startTimeout()),
					ex);
		}
		finally {
			if (!ready) {
				server.stop();
			}
		}
	}

	private ServerProcess launch(int port, ServerLog log) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(this.installation.program("postgres"), "-D", this.cluster.directory().toString()));
		this.settings.parameters().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
		command.addAll(List.of("-c", "port=" + port, "-c", "listen_addresses=" + Ports.ADDRESS, "-c",
				"unix_socket_directories="));
		// The number in an old pid file may be another process's by now, which would keep
		// the
		// server from starting. With this variable pg_ctl tells a server that a number is
		// not
		// a server's; whether the old server's memory is in use it still looks itself.
		Postmaster old = Postmaster.read(this.cluster.directory());
		Map<String, String> environment = (old != null) ? Map.of("PG_GRANDPARENT_PID", Long.toString(old.pid()))
				: Map.of();
		return ServerProcess.launch(OwnSession.command(this.privileges.command(command)), environment,
				this.cluster.directory(), log, port, this.settings.shutdownHook());
	}

	private EmbeddedServerException failed(ServerLog log, String how, @Nullable Exception cause) {
		String description = "The embedded PostgreSQL %s with the data in '%s' %s. The data was left as it is. It said last:%n%s"
			.formatted(this.installation.version(), this.cluster.directory(), how, log.tail());
		String action = action(log);
		return (cause != null) ? new EmbeddedServerException(description, action, cause)
				: new EmbeddedServerException(description, action);
	}

	private String action(ServerLog log) {
		Matcher parameter = BAD_PARAMETER.matcher(log.tail());
		if (parameter.find()) {
			return "Correct or remove 'bailiwick.embedded.parameters.%s'.".formatted(parameter.group(1));
		}
		return "See '%s'. If it was recovering after a crash, give it longer with the property 'bailiwick.embedded.start-timeout'. If the log says that the data is damaged, name another directory with 'bailiwick.embedded.data-directory' and keep this one ('%s') until you know that nothing in it is needed."
			.formatted(log.file(), this.cluster.directory().getParent());
	}

}
