package io.bailiwick.database.timeout;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What the servers said, when the application started, about the timeouts of its
 * connections.
 */
public final class TimeoutReadings {

	private final Map<String, TimeoutsInForce> byDatabase = new ConcurrentHashMap<>();

	/**
	 * Take down a reading.
	 * @param database the name of a database
	 * @param reading its timeouts
	 */
	public void add(String database, TimeoutsInForce reading) {
		this.byDatabase.put(database, reading);
	}

	/**
	 * Return the reading of a database.
	 * @param database the name of a database
	 * @return its timeouts, or {@code null} if nobody has asked for them
	 */
	public @Nullable TimeoutsInForce of(String database) {
		return this.byDatabase.get(database);
	}

}
