package io.bailiwick.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.bailiwick.test.Traffic.Event;

/**
 * Understands what is said on one connection: which SQL a message is about, though only
 * the first one carries it, and what travelled together.
 */
final class Conversation {

	private static final int CANCEL_REQUEST = 80877102;

	private static final int SSL_REQUEST = 80877103;

	private static final int GSSENC_REQUEST = 80877104;

	private final Map<String, String> statements = new HashMap<>();

	private final Map<String, String> portals = new HashMap<>();

	private final List<String> executed = new ArrayList<>();

	private final Queue<Optional<String>> unanswered = new ConcurrentLinkedQueue<>();

	private final Consumer<Event> log;

	Conversation(Consumer<Event> log) {
		this.log = log;
	}

	/**
	 * Take note of a client's first message.
	 * @return whether it asks for encryption and another first message follows
	 */
	boolean opens(Packet packet) {
		String message = switch (packet.code()) {
			case CANCEL_REQUEST -> "CancelRequest";
			case SSL_REQUEST -> "SSLRequest";
			case GSSENC_REQUEST -> "GSSENCRequest";
			default -> "Startup";
		};
		this.log.accept(Event.message(message));
		return packet.code() == SSL_REQUEST || packet.code() == GSSENC_REQUEST;
	}

	/**
	 * Take note of what the client says.
	 * @param packet the message
	 * @param more whether the client went on before the server has even heard this one:
	 * it does not wait for the answer, as with a BEGIN ahead of a statement
	 */
	void clientSays(Packet packet, boolean more) {
		this.log.accept(Event.message(describe(packet)));
		switch (packet.type()) {
			case 'Q' -> {
				this.executed.add(packet.text(0, 0));
				this.unanswered.add(whatIsWaitedFor(more));
			}
			case 'E' -> this.executed.add(portal(packet.text(0, 0)));
			case 'S', 'F' -> this.unanswered.add(whatIsWaitedFor(more));
			// No ReadyForQuery will tell of the answer, and only who waits for it asks.
			case 'H' -> whatIsWaitedFor(more).map(Event::trip).ifPresent(this.log);
			default -> {
			}
		}
	}

	void serverSays(Packet packet) {
		if (packet.type() == 'Z') {
			// None was asked for by the first one: it says that the login is complete.
			Optional<String> answered = this.unanswered.isEmpty() ? Optional.empty() : this.unanswered.remove();
			answered.map(Event::trip).ifPresent(this.log);
		}
	}

	private Optional<String> whatIsWaitedFor(boolean more) {
		if (more) {
			return Optional.empty();
		}
		String together = String.join("; ", this.executed);
		this.executed.clear();
		return Optional.of(together);
	}

	private String describe(Packet packet) {
		return switch (packet.type()) {
			case 'Q' -> "Query(%s)".formatted(packet.text(0, 0));
			case 'P' -> {
				this.statements.put(packet.text(0, 0), packet.text(0, 1));
				yield "Parse(%s)".formatted(packet.text(0, 1));
			}
			case 'B' -> {
				this.portals.put(packet.text(0, 0), statement(packet.text(0, 1)));
				yield "Bind(%s)".formatted(portal(packet.text(0, 0)));
			}
			case 'D' -> "Describe(%s)".formatted(statementOrPortal(packet));
			case 'C' -> "Close(%s)".formatted(statementOrPortal(packet));
			case 'E' -> "Execute(%s)".formatted(portal(packet.text(0, 0)));
			case 'S' -> "Sync";
			case 'H' -> "Flush";
			case 'X' -> "Terminate";
			case 'F' -> "FunctionCall";
			case 'd' -> "CopyData";
			case 'c' -> "CopyDone";
			case 'f' -> "CopyFail";
			case 'p' -> "Password";
			default -> "Unknown(%s)".formatted(packet.type());
		};
	}

	private String statementOrPortal(Packet packet) {
		String name = packet.text(1, 0);
		return (packet.content()[0] == 'S') ? statement(name) : portal(name);
	}

	private String statement(String name) {
		return this.statements.getOrDefault(name, "?");
	}

	private String portal(String name) {
		return this.portals.getOrDefault(name, "?");
	}

}
