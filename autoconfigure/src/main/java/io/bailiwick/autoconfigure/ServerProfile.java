package io.bailiwick.autoconfigure;

import io.bailiwick.database.timeout.Pooling;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.database.timeout.TimeoutsInForce;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a database's server has shown before its pools start.
 *
 * @param pooling whether a connection pooler stands before it
 * @param majorVersion its major version, or 0 if it did not answer
 * @param inForce the timeouts that hold without the application's doing, or {@code null}
 * if it did not answer
 */
record ServerProfile(Pooling pooling, int majorVersion, @Nullable TimeoutsInForce inForce) {

	boolean pooled() {
		return this.pooling.kind() != Pooling.Kind.DIRECT;
	}

	/**
	 * The timeouts for the application's connections: those that are configured, and
	 * defaults where nobody has said anything, on the server neither.
	 */
	Timeouts complete(Timeouts configured) {
		return (this.inForce != null) ? configured.orElse(this.inForce.room(Timeouts.APPLICATION)) : configured;
	}

}
