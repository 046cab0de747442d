package io.bailiwick.test;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.Assert;

/**
 * What went through a {@link ProtocolProxy} in a while.
 */
public final class Traffic {

	private final int openBefore;

	private final List<Event> events;

	Traffic(int openBefore, List<Event> events) {
		this.openBefore = openBefore;
		this.events = List.copyOf(events);
	}

	/**
	 * How often the client waited for the server, logging in apart. What it sends without
	 * waiting in between counts once; what is larger than a buffer of the driver may
	 * count more often, never less.
	 */
	public int roundTrips() {
		return trips().size();
	}

	/**
	 * The SQL that was executed in each round trip, for instance {@code BEGIN; SELECT 1}.
	 */
	public List<String> trips() {
		return texts(Event.Kind.TRIP).toList();
	}

	/**
	 * What the client sent, for instance {@code Query(BEGIN)} or {@code Sync}.
	 */
	public List<String> messages() {
		return texts(Event.Kind.MESSAGE).toList();
	}

	/**
	 * How many messages of a type the client sent, for instance {@code Parse}.
	 */
	public long messages(String type) {
		return texts(Event.Kind.MESSAGE).filter((text) -> text.equals(type) || text.startsWith(type + "(")).count();
	}

	/**
	 * How many connections were opened.
	 */
	public int opened() {
		return (int) texts(Event.Kind.OPENED).count();
	}

	/**
	 * How many connections are open in the end.
	 */
	public int open() {
		return this.openBefore + opened() - (int) texts(Event.Kind.CLOSED).count();
	}

	/**
	 * How many connections were open at once when there were most of them.
	 */
	public int mostOpen() {
		int open = this.openBefore;
		int most = open;
		for (Event event : this.events) {
			open += event.kind().change;
			most = Math.max(most, open);
		}
		return most;
	}

	/**
	 * What came after an earlier view of the same proxy.
	 */
	public Traffic since(Traffic earlier) {
		int size = earlier.events.size();
		Assert.isTrue(size <= this.events.size() && earlier.events.equals(this.events.subList(0, size)),
				"'earlier' must be an earlier view of the same proxy");
		return new Traffic(earlier.open(), this.events.subList(size, this.events.size()));
	}

	private Stream<String> texts(Event.Kind kind) {
		return this.events.stream().filter((event) -> event.kind() == kind).map(Event::text);
	}

	@Override
	public String toString() {
		return "%d round trips %s, %d connections opened, %d open, messages %s".formatted(roundTrips(), trips(),
				opened(), open(), messages());
	}

	record Event(Kind kind, String text) {

		static final Event OPENED = new Event(Kind.OPENED, "");

		static final Event CLOSED = new Event(Kind.CLOSED, "");

		static Event message(String text) {
			return new Event(Kind.MESSAGE, text);
		}

		static Event trip(String text) {
			return new Event(Kind.TRIP, text);
		}

		enum Kind {

			OPENED(1), CLOSED(-1), MESSAGE(0), TRIP(0);

			private final int change;

			Kind(int change) {
				this.change = change;
			}

		}

	}

}
