package io.bailiwick.migration.undo;

import java.sql.Connection;
import java.sql.SQLException;

import io.bailiwick.migration.script.statement.ScriptStatement;

/**
 * Runs the statements of ways back that run without a transaction, where a process that
 * dies leaves what it has done so far.
 */
@FunctionalInterface
public interface StatementExecution {

	/**
	 * Run a statement.
	 * @param connection the connection to run it on, with auto-commit
	 * @param step what is being undone
	 * @param statement the statement
	 * @throws SQLException if the server refuses it
	 */
	void execute(Connection connection, UndoStep step, ScriptStatement statement) throws SQLException;

	/**
	 * Run statements as they are.
	 * @return the execution
	 */
	static StatementExecution plain() {
		return (connection, step, statement) -> statement.execute(connection);
	}

}
