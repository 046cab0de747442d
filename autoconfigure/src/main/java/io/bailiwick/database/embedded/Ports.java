package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Finds ports for the server. It listens on one address only: listening on both of
 * {@code localhost}'s, PostgreSQL is content with the one that is left when the other
 * belongs to somebody else.
 */
final class Ports {

	static final String ADDRESS = "127.0.0.1";

	private Ports() {
	}

	static int free() {
		try (ServerSocket socket = bind(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new EmbeddedServerException("There is no free port on %s: %s".formatted(ADDRESS, ex),
					"Set 'spring.datasource.url' to a server that runs elsewhere.", ex);
		}
	}

	static void requireFree(int port) {
		try {
			bind(port).close();
		}
		catch (IOException ex) {
			throw taken(port, ex);
		}
	}

	static EmbeddedServerException taken(int port, IOException cause) {
		return new EmbeddedServerException(
				"The embedded PostgreSQL cannot listen on port %d of %s: %s%s. No server was started.".formatted(port,
						ADDRESS, cause.getMessage(), PortHolder.find(port).map((holder) -> " by " + holder).orElse("")),
				"Stop what listens there, or choose another port with the property 'bailiwick.embedded.port' (0 for any free one).",
				cause);
	}

	private static ServerSocket bind(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		try {
			// As the server does: a connection of the last one may still be winding down.
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), port));
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

}
