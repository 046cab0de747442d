package io.bailiwick.transaction.guard;

import java.sql.SQLException;

/**
 * Is told of statements before they are sent.
 */
@FunctionalInterface
interface StatementWatch {

	/**
	 * A statement is about to be prepared, or executed if it is not a prepared one.
	 * @param sql its text
	 */
	void before(String sql) throws SQLException;

}
