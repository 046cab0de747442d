package io.bailiwick.migration;

import java.sql.SQLException;

import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.util.ClassUtils;

/**
 * The statement of a file that a server refused.
 *
 * @param line the line of the file in which the server saw the error, or in which the
 * statement begins if the server did not say
 * @param excerpt the beginning of the statement, on one line
 * @param message what the server said, with its detail and hint
 * @param sqlState the SQLSTATE code
 */
record FailedStatement(int line, String excerpt, String message, String sqlState) {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.util.PSQLException",
			FailedStatement.class.getClassLoader());

	static FailedStatement of(FlywaySqlScriptException failure, Excerpt excerpt) {
		SQLException cause = (failure.getCause() instanceof SQLException sqlException) ? sqlException
				: new SQLException(failure.getMessage());
		String statement = failure.getStatement();
		int position = DRIVER_PRESENT ? PostgreSql.positionIn(cause) : 0;
		int offset = Math.min(Math.max(position - 1, 0), statement.length());
		int line = failure.getLineNumber()
				+ (int) statement.substring(0, offset).chars().filter((character) -> character == '\n').count();
		// The position counts from the beginning of the statement; the line says it
		// better.
		String message = String.valueOf(cause.getMessage())
			.replaceAll("\\s*\\R\\s*Position: \\d+", "")
			.strip()
			.replaceAll("\\s*\\R\\s*", " — ");
		return new FailedStatement(line, excerpt.of(statement, offset), excerpt.flat(message),
				String.valueOf(cause.getSQLState()));
	}

	/**
	 * Isolated because the driver may be absent.
	 */
	private static final class PostgreSql {

		static int positionIn(SQLException exception) {
			if (exception instanceof PSQLException postgres) {
				ServerErrorMessage message = postgres.getServerErrorMessage();
				return (message != null) ? message.getPosition() : 0;
			}
			return 0;
		}

	}

}
