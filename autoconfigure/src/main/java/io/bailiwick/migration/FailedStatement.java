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
		return of(failure.getStatement(), failure.getLineNumber(), cause, excerpt);
	}

	static FailedStatement of(String statement, int firstLine, SQLException cause, Excerpt excerpt) {
		int start = LeadingComments.end(statement);
		int offset = Math.max(start, DRIVER_PRESENT ? offset(statement, PostgreSql.positionIn(cause)) : 0);
		// Flyway's line is that of the first word after the comments.
		int line = firstLine
				+ (int) statement.substring(start, offset).chars().filter((character) -> character == '\n').count();
		// The position counts from the beginning of the statement; the line says it
		// better.
		String message = String.valueOf(cause.getMessage())
			.replaceAll("\\s*\\R\\s*Position: \\d+", "")
			.strip()
			.replaceAll("\\s*\\R\\s*", " — ");
		return new FailedStatement(line, excerpt.of(statement.substring(start), offset - start), excerpt.flat(message),
				String.valueOf(cause.getSQLState()));
	}

	/**
	 * The server counts characters from 1, and a character outside of the basic plane as
	 * one.
	 */
	private static int offset(String statement, int position) {
		int characters = Math.min(Math.max(position - 1, 0), statement.codePointCount(0, statement.length()));
		return statement.offsetByCodePoints(0, characters);
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
