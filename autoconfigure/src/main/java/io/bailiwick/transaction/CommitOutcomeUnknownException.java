package io.bailiwick.transaction;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionException;

/**
 * Thrown when the connection was lost during COMMIT: the transaction may hold or not, and
 * executing it again may do the work twice.
 */
public class CommitOutcomeUnknownException extends TransactionException {

	private final @Nullable TransactionId transactionId;

	/**
	 * Create an exception.
	 * @param transactionId the id of the transaction, or {@code null} if nobody asked for
	 * it
	 * @param cause what happened to the connection
	 */
	public CommitOutcomeUnknownException(@Nullable TransactionId transactionId, Throwable cause) {
		super(message(transactionId), cause);
		this.transactionId = transactionId;
	}

	private static String message(@Nullable TransactionId id) {
		return "The connection was lost during COMMIT: the transaction%s may have been committed or not. %s"
			.formatted((id != null) ? " " + id : "", (id != null)
					? "Transactions.outcomeOf(id) tells, as soon as the server can be reached."
					: "Find out by what it should have changed; with Transactions.identified() the server could be asked.");
	}

	/**
	 * Return the id to ask the server with.
	 * @return the id, or {@code null} if the unit of work was not
	 * {@linkplain Transactions#identified() identified} or lost its connection too early
	 */
	public @Nullable TransactionId getTransactionId() {
		return this.transactionId;
	}

}
