package io.bailiwick.test;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.bailiwick.test.Traffic.Event;

/**
 * A connection of a client and the one to the server that belongs to it.
 */
final class ProxiedConnection implements Closeable {

	private final Socket client;

	private final Socket server;

	private final Consumer<Event> log;

	private final Conversation conversation;

	private final Lane toClient;

	private final Lane toServer;

	private final AtomicBoolean closed = new AtomicBoolean();

	ProxiedConnection(Socket client, Socket server, boolean hanging, Consumer<Event> log) throws IOException {
		this.client = client;
		this.server = server;
		this.log = log;
		this.conversation = new Conversation(log);
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
		this.toClient = new Lane(client.getOutputStream(), hanging);
		this.toServer = new Lane(server.getOutputStream(), hanging);
		log.accept(Event.OPENED);
	}

	void serveClient() throws IOException {
		try (this) {
			DataInputStream in = in(this.client);
			Packet first = Packet.readFirst(in);
			while (this.conversation.opens(first)) {
				// Encrypted messages could not be counted.
				this.toClient.send('N');
				first = Packet.readFirst(in);
			}
			this.toServer.send(first);
			while (true) {
				Packet packet = Packet.read(in);
				this.conversation.clientSays(packet, in.available() > 0);
				this.toServer.send(packet);
			}
		}
	}

	void serveServer() throws IOException {
		try (this) {
			DataInputStream in = in(this.server);
			while (true) {
				Packet packet = Packet.read(in);
				this.conversation.serverSays(packet);
				this.toClient.send(packet);
			}
		}
	}

	void hang() {
		this.toClient.hang();
		this.toServer.hang();
	}

	void resume() {
		try {
			this.toServer.resume();
			this.toClient.resume();
		}
		catch (IOException ex) {
			// One of the two has hung up meanwhile, which its own thread finds out.
		}
	}

	@Override
	public void close() throws IOException {
		if (this.closed.compareAndSet(false, true)) {
			this.log.accept(Event.CLOSED);
		}
		this.client.close();
		this.server.close();
	}

	private static DataInputStream in(Socket socket) throws IOException {
		return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
	}

}
