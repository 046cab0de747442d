package io.bailiwick.transaction;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.bailiwick.test.TestPostgres.Database;

/**
 * Stands between a driver and a server, counts round trips, notes what is executed, and
 * breaks connections at COMMIT.
 * <p>
 * A round trip starts with a message that is sent when the server has answered all that
 * was sent before: what a driver sends ahead without waiting is one round trip with what
 * follows.
 */
final class WireTap implements AutoCloseable {

	private final Database database;

	private final ServerSocket server;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<String> statements = new CopyOnWriteArrayList<>();

	private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);

	private final boolean noting;

	private volatile int roundTrips;

	WireTap(Database database) throws IOException {
		this(database, true);
	}

	private WireTap(Database database, boolean noting) throws IOException {
		this.database = database;
		this.noting = noting;
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		thread(this::accept);
	}

	/**
	 * Create one for more traffic than anybody wants to read.
	 */
	static WireTap withoutNotes(Database database) throws IOException {
		return new WireTap(database, false);
	}

	/**
	 * The database as seen through the tap.
	 */
	Database database() {
		URI uri = target();
		String url = this.database.url()
			.replace("//" + uri.getHost() + ":" + uri.getPort() + "/",
					"//localhost:" + this.server.getLocalPort() + "/");
		return new Database(url + ((url.contains("?")) ? "&" : "?") + "sslmode=disable&gssEncMode=disable",
				this.database.username(), this.database.password());
	}

	/**
	 * Forget what was counted and noted.
	 */
	void reset() {
		this.roundTrips = 0;
		this.statements.clear();
	}

	int roundTrips() {
		return this.roundTrips;
	}

	List<String> statements() {
		return List.copyOf(this.statements);
	}

	/**
	 * Break the next connection that sends a COMMIT.
	 */
	void breakNextCommit(Fault fault) {
		this.fault.set(fault);
	}

	/**
	 * Whether no connection is to be broken, or none any more.
	 */
	boolean hasBroken() {
		return this.fault.get() == Fault.NONE;
	}

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
			try {
				connect(client);
			}
			catch (IOException ex) {
				client.close();
			}
		}
	}

	private void connect(Socket client) throws IOException {
		Socket target = new Socket(target().getHost(), target().getPort());
		client.setTcpNoDelay(true);
		target.setTcpNoDelay(true);
		this.sockets.add(client);
		this.sockets.add(target);
		Session session = new Session(client, target);
		thread(session::forward);
		thread(session::back);
	}

	private static void thread(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The connection is closed, and that is what ends this thread.
			}
		}, "wire-tap");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What happens to a connection at COMMIT.
	 */
	enum Fault {

		NONE,

		/**
		 * The COMMIT does not reach the server.
		 */
		BEFORE,

		/**
		 * The server commits and its answer gets lost.
		 */
		AFTER

	}

	private final class Session {

		private final Socket client;

		private final Socket target;

		private final Map<String, String> prepared = new HashMap<>();

		private int unanswered;

		private boolean travelling;

		private volatile boolean swallow;

		Session(Socket client, Socket target) {
			this.client = client;
			this.target = target;
		}

		void forward() throws IOException {
			try (this.client; this.target) {
				DataInputStream in = new DataInputStream(new BufferedInputStream(this.client.getInputStream()));
				OutputStream out = this.target.getOutputStream();
				int length = in.readInt();
				this.unanswered = 1;
				this.travelling = true;
				out.write(message(ByteBuffer.allocate(length), length, in.readNBytes(length - 4)));
				while (true) {
					// What was sent together is looked at before the server can answer
					// any of
					// it.
					ByteArrayOutputStream together = new ByteArrayOutputStream();
					do {
						byte type = in.readByte();
						length = in.readInt();
						byte[] body = in.readNBytes(length - 4);
						Fault now = (look(type, body).equals("COMMIT")) ? WireTap.this.fault.getAndSet(Fault.NONE)
								: Fault.NONE;
						if (now == Fault.BEFORE) {
							return;
						}
						this.swallow = this.swallow || now == Fault.AFTER;
						together.writeBytes(message(ByteBuffer.allocate(length + 1).put(type), length, body));
					}
					while (in.available() > 0);
					out.write(together.toByteArray());
				}
			}
		}

		private static byte[] message(ByteBuffer buffer, int length, byte[] body) {
			return buffer.putInt(length).put(body).array();
		}

		private synchronized String look(byte type, byte[] body) {
			if (type != 'X' && !this.travelling) {
				WireTap.this.roundTrips++;
				this.travelling = true;
			}
			String sql = "";
			if (type == 'Q') {
				sql = texts(body).get(0);
			}
			else if (type == 'P') {
				this.prepared.put(texts(body).get(0), texts(body).get(1));
			}
			else if (type == 'B') {
				sql = this.prepared.getOrDefault(texts(body).get(1), "?");
			}
			if (!sql.isEmpty() && WireTap.this.noting) {
				WireTap.this.statements.add(sql);
			}
			if (type == 'Q' || type == 'S') {
				this.unanswered++;
			}
			return sql;
		}

		private synchronized void answered() {
			this.unanswered--;
			this.travelling = this.unanswered > 0;
		}

		void back() throws IOException {
			try (this.client; this.target) {
				DataInputStream in = new DataInputStream(this.target.getInputStream());
				OutputStream out = this.client.getOutputStream();
				while (true) {
					byte type = in.readByte();
					int length = in.readInt();
					byte[] body = in.readNBytes(length - 4);
					if (type == 'Z') {
						if (this.swallow) {
							return;
						}
						answered();
					}
					if (!this.swallow) {
						out.write(message(ByteBuffer.allocate(length + 1).put(type), length, body));
					}
				}
			}
		}

		private static List<String> texts(byte[] body) {
			List<String> texts = new ArrayList<>();
			int start = 0;
			for (int i = 0; i < body.length && texts.size() < 2; i++) {
				if (body[i] == 0) {
					texts.add(new String(body, start, i - start, StandardCharsets.UTF_8));
					start = i + 1;
				}
			}
			return texts;
		}

	}

	private interface Work {

		void run() throws IOException;

	}

}
