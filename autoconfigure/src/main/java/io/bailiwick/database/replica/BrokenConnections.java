package io.bailiwick.database.replica;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Reports connections of a replica that break while they are in use, so that the next
 * read does not have to find out again.
 */
final class BrokenConnections implements SQLExceptionOverride {

	/**
	 * The server shuts down, has crashed or does not accept connections, in the terms of
	 * the PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
	 */
	private static final Set<String> SERVER_GOES = Set.of("57P01", "57P02", "57P03");

	private final Consumer<SQLException> listener;

	BrokenConnections(Consumer<SQLException> listener) {
		this.listener = listener;
	}

	@java.lang.Override
	public Override adjudicate(SQLException ex) {
		String state = ex.getSQLState();
		if (state != null && (state.startsWith("08") || SERVER_GOES.contains(state))) {
			this.listener.accept(ex);
		}
		return Override.CONTINUE_EVICT;
	}

}
