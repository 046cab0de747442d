package io.bailiwick.database.error;

import java.sql.BatchUpdateException;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * Copies of the driver's exceptions whose messages lack the server's detail, which quotes
 * rows, and the parameters of a batch. Everything else is as it was: a
 * {@link PSQLException} still has all that the server said, for those who ask.
 */
final class WithoutRowValues {

	private WithoutRowValues() {
	}

	static SQLException copy(SQLException original) {
		if (original instanceof BatchUpdateException batch) {
			return copy(batch);
		}
		return (original instanceof PSQLException ex) ? copy(ex) : original;
	}

	private static SQLException copy(PSQLException original) {
		Throwable cause = original.getCause();
		Throwable cleanCause = (cause instanceof SQLException ex && cause != original) ? copy(ex) : cause;
		ServerErrorMessage error = original.getServerErrorMessage();
		PSQLException copy;
		if (error != null) {
			copy = new PSQLException(error, false);
		}
		else if (cause != null && cleanCause != null && cleanCause != cause
				&& PSQLState.IN_FAILED_SQL_TRANSACTION.getState().equals(original.getSQLState())) {
			// The driver quotes why a COMMIT became a rollback.
			copy = new PSQLException(
					String.valueOf(original.getMessage())
						.replace(String.valueOf(cause.getMessage()), String.valueOf(cleanCause.getMessage())),
					PSQLState.IN_FAILED_SQL_TRANSACTION);
		}
		else {
			return original;
		}
		return trace(copy, original, cleanCause);
	}

	private static SQLException copy(BatchUpdateException original) {
		SQLException next = original.getNextException();
		if (next == null) {
			return original;
		}
		SQLException cleanNext = copy(next);
		BatchUpdateException copy = new BatchUpdateException("A statement of a batch failed: " + cleanNext.getMessage(),
				original.getSQLState(), original.getErrorCode(), original.getUpdateCounts());
		copy.setNextException(cleanNext);
		return trace(copy, original, cleanNext);
	}

	private static SQLException trace(SQLException copy, SQLException original, @Nullable Throwable cause) {
		if (cause != null && cause != copy && copy.getCause() == null) {
			copy.initCause(cause);
		}
		copy.setStackTrace(original.getStackTrace());
		return copy;
	}

}
