package io.bailiwick.migration.undo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.script.statement.ScriptStatement;
import io.bailiwick.migration.script.statement.TransactionFrame;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Undoes one migration: its way back and its row in the history are one transaction.
 */
final class UndoRunner {

	private static final String UNDEFINED_TABLE = "42P01";

	private final PlannedStep planned;

	private final boolean forced;

	private final StatementExecution execution;

	UndoRunner(PlannedStep planned, boolean forced, StatementExecution execution) {
		this.planned = planned;
		this.forced = forced;
		this.execution = execution;
	}

	void run() throws SQLException {
		UndoSession session = UndoSession.open(this.planned.version().domain());
		try {
			if (this.planned.script().inTransaction()) {
				inTransaction(session);
			}
			else {
				withoutTransaction(session);
			}
		}
		catch (SQLException | RuntimeException ex) {
			UndoSession.closeQuietly(session, ex);
			throw ex;
		}
		session.close();
	}

	private void inTransaction(UndoSession session) throws SQLException {
		Connection connection = session.connection();
		connection.setAutoCommit(false);
		requireNewest(session);
		if (this.forced) {
			runStatements(connection);
		}
		else {
			runStatementsIfNothingElseGoes(connection);
		}
		record(session);
		connection.commit();
	}

	/**
	 * The words of a script may not have told all. What goes with data in it and was not
	 * announced must not go; what is empty may.
	 */
	private void runStatementsIfNothingElseGoes(Connection connection) throws SQLException {
		Set<String> foreseen = new HashSet<>(this.planned.foreseen());
		LostObjects objects = LostObjects.since(connection);
		while (true) {
			Savepoint before = connection.setSavepoint();
			runStatements(connection);
			List<Targets.Target> unforeseen = objects.gone(connection)
				.stream()
				.filter((target) -> !foreseen.contains(target.label()))
				.filter((target) -> target.column() == null || !foreseen.contains(target.table()))
				.toList();
			if (unforeseen.isEmpty()) {
				return;
			}
			connection.rollback(before);
			requireEmpty(connection, unforeseen);
			unforeseen.forEach((target) -> foreseen.add(target.label()));
		}
	}

	private void requireEmpty(Connection connection, List<Targets.Target> unforeseen) throws SQLException {
		List<String> losses = new ArrayList<>();
		try (Statement statement = connection.createStatement()) {
			for (Targets.Target target : unforeseen) {
				RowCount count = RowCount.count(connection, statement, target);
				if (!count.isNone()) {
					losses.add(new DataLoss((target.column() != null) ? DataLoss.Kind.COLUMN : DataLoss.Kind.TABLE,
							target.label(), count.rows(), count.precision(), 0)
						.describe());
				}
			}
		}
		if (!losses.isEmpty()) {
			throw new UndoException(
					"Undoing %s would also take what could not be told beforehand: %s.%n%n'%s' was run and rolled back: the schema and the history are as they were before it."
						.formatted(this.planned.step().label(), String.join(", ", losses),
								this.planned.script().path()),
					"If this is to go, run the same command with --force.");
		}
	}

	private void runStatements(Connection connection) throws SQLException {
		TransactionFrame frame = new TransactionFrame();
		int done = 0;
		for (ScriptStatement statement : this.planned.script().statements()) {
			TransactionFrame.Ruling ruling = frame.next(statement.sql());
			if (ruling.objection() != null) {
				throw new UndoException(
						"The file '%s' of the domain '%s' meddles with the transaction that it runs in, in line %d: %s.%n%nThe whole file was rolled back: %s is applied as before."
							.formatted(this.planned.script().path(), this.planned.step().domain(), statement.line(),
									ruling.objection(), this.planned.step().label()),
						"Remove the statement: every file is one transaction already (one BEGIN at its beginning and one COMMIT at its end do no harm). To run it without one, write 'executeInTransaction=false' into '%s.conf'."
							.formatted(this.planned.script().path()));
			}
			if (ruling.run()) {
				try {
					statement.execute(connection);
				}
				catch (SQLException ex) {
					throw new DownStatementException(this.planned.step(), statement, done, ex);
				}
			}
			done++;
		}
	}

	/**
	 * The row follows when all statements are through: after a failure the whole script
	 * is run again.
	 */
	private void withoutTransaction(UndoSession session) throws SQLException {
		Connection connection = session.connection();
		int done = 0;
		for (ScriptStatement statement : this.planned.script().statements()) {
			try {
				this.execution.execute(connection, this.planned.step(), statement);
			}
			catch (SQLException ex) {
				throw new DownStatementException(this.planned.step(), statement, done, ex);
			}
			done++;
		}
		connection.setAutoCommit(false);
		requireNewest(session);
		record(session);
		connection.commit();
	}

	/**
	 * Whoever writes to the history from now on waits, also those who do not know our
	 * lock.
	 */
	private void requireNewest(UndoSession session) throws SQLException {
		try (Statement statement = session.connection().createStatement()) {
			session.restoreRole();
			statement.execute("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE".formatted(history().quoted()));
		}
		List<AppliedVersion> versions = session.appliedVersions();
		AppliedVersion expected = this.planned.version();
		boolean newest = !versions.isEmpty() && versions.get(versions.size() - 1).row().rank() == expected.row().rank();
		if (!newest) {
			throw new UndoException(
					"The history of the domain '%s' has changed meanwhile: %s is not its newest version any more.%n%nThe history is as it was found."
						.formatted(expected.domain().name(), expected),
					"Another program migrates this database at the same time. Look at the domain and try again.");
		}
	}

	/**
	 * The row that Flyway's {@code repair} writes for a migration that is no longer there
	 * ({@code JdbcTableSchemaHistory.delete}): every Flyway reads it, and takes the
	 * version for pending again.
	 */
	private void record(UndoSession session) throws SQLException {
		session.restoreRole();
		Configuration configuration = this.planned.version().domain().configuration();
		String insert = """
				INSERT INTO %1$s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
				SELECT (SELECT max(installed_rank) + 1 FROM %1$s), version, description, 'DELETE', script, checksum,
				       coalesce(?, current_user), 0, success
				FROM %1$s WHERE installed_rank = ?"""
			.formatted(history().quoted());
		try (PreparedStatement statement = session.connection().prepareStatement(insert)) {
			statement.setString(1, configuration.getInstalledBy());
			statement.setInt(2, this.planned.version().row().rank());
			if (statement.executeUpdate() != 1) {
				throw new SQLException(
						"The history %s has lost its row %d".formatted(history(), this.planned.version().row().rank()));
			}
		}
		catch (SQLException ex) {
			if (UNDEFINED_TABLE.equals(ex.getSQLState())) {
				throw new UndoException(
						"The file '%s' drops the history %s, so that nothing could remember that %s is undone.%n%nThe whole file was rolled back: %s is applied as before."
							.formatted(this.planned.script().path(), history(), this.planned.step().label(),
									this.planned.step().label()),
						"Have it drop what the way forward has created, and not the schema, which is not its own to drop.",
						ex);
			}
			throw ex;
		}
	}

	private TableName history() {
		return this.planned.version().domain().history();
	}

}
