package io.bailiwick.transaction;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;

/**
 * Sees whether a transaction was committed, whoever else throws at its end.
 */
final class CommitWatch implements TransactionSynchronization {

	private int status = -1;

	private @Nullable TransactionId id;

	boolean isCommitted() {
		return this.status == STATUS_COMMITTED;
	}

	/**
	 * Whether the manager does not know the outcome.
	 */
	boolean isUnknown() {
		return this.status == STATUS_UNKNOWN;
	}

	@Nullable TransactionId id() {
		return this.id;
	}

	void setId(@Nullable TransactionId id) {
		this.id = id;
	}

	@Override
	public void afterCompletion(int completion) {
		this.status = completion;
	}

}
