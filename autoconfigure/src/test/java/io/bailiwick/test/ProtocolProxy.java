package io.bailiwick.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.test.TestPostgres.Database;
import io.bailiwick.test.Traffic.Event;

/**
 * A network between an application and its database that counts what the application
 * sends and how often it waits for the answer, and that can hang or be gone: <pre>
 * Traffic traffic = proxy.count(() -&gt; jdbc.sql("SELECT 1").query().singleValue());
 * assertThat(traffic.trips()).containsExactly("SELECT 1");
 * </pre> Connections through it are not encrypted, because nothing could be counted then.
 */
public final class ProtocolProxy implements AutoCloseable {

	private final Database database;

	private final ServerSocket listener;

	private final List<ProxiedConnection> connections = new ArrayList<>();

	private final List<Event> events = new ArrayList<>();

	private boolean hanging;

	public ProtocolProxy(Database database) throws IOException {
		this(database, 0);
	}

	/**
	 * Listen on a port at which nothing was until now.
	 */
	public ProtocolProxy(Database database, int port) throws IOException {
		this.database = database;
		this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
		thread(this::accept);
	}

	/**
	 * The database as seen through the proxy.
	 */
	public Database database() {
		String target = "//%s:%d/".formatted(target().getHost(), target().getPort());
		String here = "//localhost:%d/".formatted(this.listener.getLocalPort());
		return new Database(this.database.url().replace(target, here), this.database.username(),
				this.database.password());
	}

	/**
	 * Everything so far.
	 */
	public Traffic traffic() {
		synchronized (this.events) {
			return new Traffic(0, this.events);
		}
	}

	/**
	 * What goes through while something is done.
	 */
	public <E extends Exception> Traffic count(Work<E> work) throws E {
		Traffic before = traffic();
		work.run();
		return traffic().since(before);
	}

	/**
	 * Keep all connections open and deliver nothing, in neither direction. New ones are
	 * accepted and get no answer.
	 */
	public synchronized void hang() {
		this.hanging = true;
		this.connections.forEach(ProxiedConnection::hang);
	}

	/**
	 * Deliver what was kept, and what comes.
	 */
	public synchronized void resume() {
		this.hanging = false;
		this.connections.forEach(ProxiedConnection::resume);
	}

	/**
	 * Break all connections and refuse new ones.
	 */
	@Override
	public synchronized void close() throws IOException {
		this.listener.close();
		for (ProxiedConnection connection : this.connections) {
			connection.close();
		}
	}

	private URI target() {
		return URI.create(this.database.url().substring("jdbc:".length()));
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			try {
				connect(client);
			}
			catch (IOException ex) {
				client.close();
			}
		}
	}

	private synchronized void connect(Socket client) throws IOException {
		if (this.listener.isClosed()) {
			client.close();
			return;
		}
		Socket server = new Socket(target().getHost(), target().getPort());
		ProxiedConnection connection = new ProxiedConnection(client, server, this.hanging, this::log);
		this.connections.add(connection);
		thread(connection::serveClient);
		thread(connection::serveServer);
	}

	private void log(Event event) {
		synchronized (this.events) {
			this.events.add(event);
		}
	}

	private static void thread(Work<IOException> work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The connection is closed, and that is what ends this thread.
			}
		}, "protocol-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What is done while counting.
	 *
	 * @param <E> what it may throw
	 */
	@FunctionalInterface
	public interface Work<E extends Exception> {

		void run() throws E;

	}

}
