package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Stops a server with the signals that PostgreSQL documents in "Shutting Down the
 * Server": first fast, then immediate, and when nothing else helps with SIGKILL.
 */
final class Shutdown {

	private static final Log logger = LogFactory.getLog(Shutdown.class);

	private static final Duration FAST_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private Shutdown() {
	}

	/**
	 * Stops a server and waits until it has gone.
	 * @param server the server's process
	 * @param running whether it is still there
	 */
	static void of(ProcessHandle server, BooleanSupplier running) {
		if (signal(server, "INT", running, FAST_TIMEOUT) || signal(server, "QUIT", running, TIMEOUT)) {
			return;
		}
		server.destroyForcibly();
		awaitEnd(running, TIMEOUT);
	}

	private static boolean signal(ProcessHandle server, String signal, BooleanSupplier running, Duration timeout) {
		if (!running.getAsBoolean()) {
			return true;
		}
		try {
			// The shell has "kill" built in; Java can send neither of these signals.
			Command.run(List.of("/bin/sh", "-c", "kill -%s %d".formatted(signal, server.pid())), Path.of("/"), TIMEOUT);
			if (awaitEnd(running, timeout)) {
				return true;
			}
			logger.warn("PostgreSQL process %d has not ended %s after SIG%s".formatted(server.pid(), timeout, signal));
		}
		catch (IOException ex) {
			logger.warn("SIG%s could not be sent to PostgreSQL process %d".formatted(signal, server.pid()), ex);
		}
		return false;
	}

	private static boolean awaitEnd(BooleanSupplier running, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (running.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				return false;
			}
			Pause.briefly();
		}
		return true;
	}

}
