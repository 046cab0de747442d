package io.bailiwick.migration.undo;

import java.sql.SQLException;

import io.bailiwick.migration.script.statement.ScriptStatement;

/**
 * Thrown when the server refuses a statement of a way back. It says which one; what it
 * means is told by whoever knows the domain and the database.
 */
public final class DownStatementException extends RuntimeException {

	private final transient UndoStep step;

	private final transient ScriptStatement statement;

	private final int done;

	private final SQLException refusal;

	DownStatementException(UndoStep step, ScriptStatement statement, int done, SQLException cause) {
		super("A statement of '%s' failed: %s".formatted(step.downScript(), cause.getMessage()), cause);
		this.step = step;
		this.statement = statement;
		this.done = done;
		this.refusal = cause;
	}

	/**
	 * Return what was being undone.
	 * @return the step
	 */
	public UndoStep step() {
		return this.step;
	}

	/**
	 * Return what was refused.
	 * @return the statement
	 */
	public ScriptStatement statement() {
		return this.statement;
	}

	/**
	 * Return how many statements of the file ran before it.
	 * @return the number
	 */
	public int done() {
		return this.done;
	}

	/**
	 * Return why it was refused.
	 * @return what the server said
	 */
	public SQLException refusal() {
		return this.refusal;
	}

}
