package io.bailiwick.migration.script.statement;

import java.sql.Connection;
import java.sql.SQLException;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.DatabaseTypeRegister;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.Results;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a script.
 */
public final class ScriptStatement {

	private final SqlStatement statement;

	private final Configuration configuration;

	ScriptStatement(SqlStatement statement, Configuration configuration) {
		this.statement = statement;
		this.configuration = configuration;
	}

	/**
	 * Return the line of the file in which the statement begins, counted from 1 and with
	 * comments before the statement not counted.
	 * @return the line
	 */
	public int line() {
		return this.statement.getLineNumber();
	}

	/**
	 * Return the SQL, with placeholders replaced, without the semicolon at its end. Of a
	 * {@code COPY … FROM STDIN} the data is not part of it.
	 * @return the SQL
	 */
	public String sql() {
		return this.statement.getSql();
	}

	/**
	 * Return the statement on one line, without the comments before it, for messages.
	 * @return the statement, as long as it is
	 */
	public String summary() {
		return SqlWords.withoutCommentsBefore(sql()).strip().replaceAll("\\s+", " ");
	}

	/**
	 * Whether a transaction can hold the statement.
	 * @return {@code false} if PostgreSQL refuses it in a transaction
	 */
	public boolean isTransactional() {
		return this.statement.canExecuteInTransaction() && !isMissedByFlyway();
	}

	/**
	 * Whether no transaction can hold the statement although Flyway believes so.
	 * @return whether Flyway has to be told
	 */
	public boolean isMissedByFlyway() {
		return NonTransactional.isMissedByFlyway(sql());
	}

	/**
	 * Return what the statement does to the transaction that it runs in.
	 * @return what it does, or {@code null} if it does nothing to it
	 */
	public @Nullable TransactionControl transactionControl() {
		return TransactionControl.of(sql());
	}

	/**
	 * Return what the statement does to data that is there.
	 * @return what it does, or {@code null} if nothing can be seen
	 */
	public @Nullable DataChange dataChange() {
		return DataChange.of(sql());
	}

	/**
	 * Run the statement, {@code COPY} with its data.
	 * @param connection the connection to run it on
	 * @throws SQLException if the server refuses it
	 */
	public void execute(Connection connection) throws SQLException {
		JdbcTemplate template = new JdbcTemplate(connection,
				DatabaseTypeRegister.getDatabaseTypeForConnection(connection, this.configuration));
		Results results = this.statement.execute(template, null, this.configuration);
		if (results.getException() != null) {
			throw results.getException();
		}
	}

	@Override
	public String toString() {
		return summary();
	}

}
