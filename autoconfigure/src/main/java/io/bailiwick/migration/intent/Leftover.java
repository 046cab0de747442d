package io.bailiwick.migration.intent;

import java.util.List;

/**
 * What an interrupted or failed statement has left behind, and what becomes of it.
 *
 * @param schema the schema of the domain
 * @param script the file, as the history names it
 * @param statement the number of the statement in the file, counted from 1
 * @param sql the statement
 * @param since since when it ran
 * @param outcome what is known about the statement once it is cleaned up: {@code done},
 * {@code not done}, {@code unknown} if only a person can tell, {@code running} if a
 * server process is still at it, {@code recorded} if the whole file is
 * @param cleanUp the SQL that cleans up, often nothing
 */
public record Leftover(String schema, String script, int statement, String sql, String since, String outcome,
		List<String> cleanUp) {

	/**
	 * Create a leftover.
	 */
	public Leftover {
		cleanUp = List.copyOf(cleanUp);
	}

}
