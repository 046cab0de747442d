package io.bailiwick.transaction;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Looks for codes of the PostgreSQL documentation, appendix A, in whatever was thrown.
 * The class of an exception is no help: it depends on who translated it.
 */
final class SqlStates {

	static final Set<String> SERIALIZATION_FAILURE_OR_DEADLOCK = Set.of("40001", "40P01");

	static final Set<String> LOCK_NOT_AVAILABLE = Set.of("55P03");

	// Causes that go in a circle exist.
	private static final int DEEPEST = 50;

	private static final String CONNECTION_EXCEPTION = "08";

	private static final String CONNECTION_DOES_NOT_EXIST = "08003";

	/**
	 * Unknown completion; shutdown by an administrator, crash, start, a database that was
	 * dropped, idle session; transaction timeout. Each may hit a server process that has
	 * just committed.
	 */
	private static final Set<String> SESSION_ENDED = Set.of("40003", "57P01", "57P02", "57P03", "57P04", "57P05",
			"25P04");

	private static final String IDLE_IN_TRANSACTION = "25P03";

	private SqlStates() {
	}

	/**
	 * Whether one of the codes is anywhere in the chain of causes.
	 */
	static boolean contain(Throwable failure, Set<String> states) {
		return find(failure, states::contains, 0);
	}

	/**
	 * Whether the failure of a COMMIT leaves open if it took place. The driver did not
	 * even send it where it knew that it had no connection.
	 */
	static boolean leaveOutcomeOpen(Throwable failure) {
		return find(failure,
				(state) -> (state.startsWith(CONNECTION_EXCEPTION) && !state.equals(CONNECTION_DOES_NOT_EXIST))
						|| SESSION_ENDED.contains(state),
				0);
	}

	/**
	 * Whether the server has ended the session, and with it a transaction that was not
	 * being committed.
	 */
	static boolean sayThatSessionEnded(Throwable failure) {
		return find(failure, (state) -> state.startsWith(CONNECTION_EXCEPTION) || SESSION_ENDED.contains(state)
				|| state.equals(IDLE_IN_TRANSACTION), 0);
	}

	/**
	 * Whether the server has said what is wrong, and not just become silent.
	 */
	static boolean sayMoreThanLoss(Throwable failure) {
		return find(failure, (state) -> !state.startsWith(CONNECTION_EXCEPTION), 0);
	}

	private static boolean find(@Nullable Throwable failure, Predicate<String> state, int depth) {
		Throwable cause = failure;
		for (int i = depth; cause != null && i < DEEPEST; i++) {
			if (cause instanceof SQLException ex) {
				if ((ex.getSQLState() != null && state.test(ex.getSQLState()))
						|| find(ex.getNextException(), state, i + 1)) {
					return true;
				}
			}
			cause = cause.getCause();
		}
		return false;
	}

}
