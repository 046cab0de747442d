package io.bailiwick.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bailiwick.test.TestPostgres.Database;

/**
 * A network between an application and its database that can go silent, as a firewall
 * that drops packets does, or be gone.
 */
public final class NetworkGate implements AutoCloseable {

	private final Database database;

	private final ServerSocket server;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private volatile boolean silent;

	public NetworkGate(Database database) throws IOException {
		this.database = database;
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		thread(this::accept);
	}

	/**
	 * The database as seen through the gate.
	 */
	public Database database() {
		URI uri = target();
		return new Database(
				this.database.url()
					.replace("//" + uri.getHost() + ":" + uri.getPort() + "/",
							"//localhost:" + this.server.getLocalPort() + "/"),
				this.database.username(), this.database.password());
	}

	/**
	 * Let nothing through any more and tell nobody.
	 */
	public void goSilent() {
		this.silent = true;
	}

	/**
	 * Break all connections and refuse new ones.
	 */
	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private URI target() {
		return URI.create(this.database.url().substring("jdbc:".length()));
	}

	private void accept() throws IOException {
		while (!this.server.isClosed()) {
			Socket client = this.server.accept();
			Socket target = new Socket(target().getHost(), target().getPort());
			this.sockets.add(client);
			this.sockets.add(target);
			thread(() -> copy(client, target));
			thread(() -> copy(target, client));
		}
	}

	private void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				if (!this.silent) {
					out.write(buffer, 0, length);
					out.flush();
				}
			}
		}
	}

	private static void thread(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The connection is closed, and that is what ends this thread.
			}
		}, "network-gate");
		thread.setDaemon(true);
		thread.start();
	}

	private interface Work {

		void run() throws IOException;

	}

}
