package io.bailiwick.migration.undo;

import java.time.Instant;
import java.util.List;

/**
 * A migration to undo.
 *
 * @param domain the name of its domain
 * @param version its version, as the history has it
 * @param description its description, as the history has it
 * @param rank the rank of its row in the history
 * @param installedOn when it was applied
 * @param script the path of the way forward, as the history has it
 * @param downScript the path of the file with the way back
 * @param inTransaction whether the way back and its row in the history are one
 * transaction
 * @param changed whether the way forward has been edited since it was applied, so that
 * the way back may not fit
 * @param statements what is run
 * @param losses what data may go; an empty table or column is none
 */
public record UndoStep(String domain, String version, String description, int rank, Instant installedOn, String script,
		String downScript, boolean inTransaction, boolean changed, List<Statement> statements, List<DataLoss> losses) {

	/**
	 * Create a step.
	 */
	public UndoStep {
		statements = List.copyOf(statements);
		losses = List.copyOf(losses);
	}

	/**
	 * Whether another step does the same. Rows come and go, and are no reason to ask
	 * again; neither is the time of day, which may stand in a statement.
	 */
	boolean doesTheSameAs(UndoStep other) {
		return label().equals(other.label()) && this.rank == other.rank && this.downScript.equals(other.downScript)
				&& this.inTransaction == other.inTransaction
				&& this.statements.stream()
					.map(Statement::line)
					.toList()
					.equals(other.statements.stream().map(Statement::line).toList());
	}

	String label() {
		return "%s@%s".formatted(this.domain, this.version);
	}

	/**
	 * A statement of a way back.
	 *
	 * @param line the line of the file in which it begins
	 * @param sql the SQL, with placeholders replaced
	 */
	public record Statement(int line, String sql) {

	}

}
