package io.bailiwick.database.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.LogFactory;

/**
 * An application with an embedded server, for tests to run in a process of its own and to
 * kill. Ends when its input does.
 */
public final class ServerApplication {

	private ServerApplication() {
	}

	public static void main(String[] arguments) throws Exception {
		EmbeddedServerSettings settings = EmbeddedServerSettings.in(Path.of(arguments[0]))
			.withStartTimeout(Duration.ofSeconds(30));
		if (arguments.length > 1) {
			settings = settings.withCacheDirectory(Path.of(arguments[1]));
		}
		Thread end = new Thread(ServerApplication::exitAfterAWhile);
		end.setDaemon(true);
		end.start();
		boolean ownHook = Boolean.getBoolean("ownHook");
		EmbeddedServer server;
		// An application that starts its database has started its logging before.
		LogFactory.getLog(ServerApplication.class).info("Starting");
		long start = System.nanoTime();
		try {
			server = EmbeddedServer.start(settings.withShutdownHook(!ownHook));
		}
		catch (EmbeddedServerException ex) {
			System.out.println("FAILED " + ex.getMessage().replace("\n", " | "));
			return;
		}
		if (ownHook) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> query(server)));
		}
		System.out.println("STARTED " + (System.nanoTime() - start) / 1_000_000);
		System.out.println("READY " + server.port());
		System.in.read();
		System.exit(0);
	}

	private static void exitAfterAWhile() {
		long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
		while (System.nanoTime() < deadline) {
			LockSupport.parkNanos(deadline - System.nanoTime());
		}
		System.exit(1);
	}

	private static void query(EmbeddedServer server) {
		try {
			System.out.println("HOOK " + TestServers.query(server, "SELECT 'reached the server'"));
		}
		catch (Exception ex) {
			System.out.println("HOOK " + ex);
		}
		server.close();
	}

}
