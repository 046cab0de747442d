package io.bailiwick.autoconfigure.container;

import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;

/**
 * A named database and the container that serves it.
 *
 * @param name the name of the database
 * @param server what serves it, in the words of a message, and so that no two containers
 * are called the same
 * @param connection how to reach it; asked once, and then the container has to run
 */
record ServedDatabase(String name, String server, Supplier<ServedConnection> connection) {

	ServedDatabase {
		// A container that was stopped must not be started again by a late question.
		connection = SingletonSupplier.of(connection);
	}

}
