package io.bailiwick.transaction.guard;

import java.sql.SQLException;

/**
 * Is told of statements before they are executed.
 */
interface StatementWatch {

	/**
	 * A statement is about to be executed.
	 * @param sql its text
	 */
	void before(String sql) throws SQLException;

	/**
	 * Whether each execution of a prepared statement counts, or only that it is prepared.
	 */
	boolean countsExecutions();

}
