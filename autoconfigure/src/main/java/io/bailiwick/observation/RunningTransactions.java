package io.bailiwick.observation;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;

/**
 * When the transactions of a thread began: the current one and those that it has put
 * aside. Is used again and again, so that watching a transaction allocates nothing.
 */
final class RunningTransactions {

	static final long UNKNOWN = -1;

	private static final int USUAL_DEPTH = 4;

	private @Nullable TransactionExecution[] transactions = new TransactionExecution[USUAL_DEPTH];

	private long[] begins = new long[USUAL_DEPTH];

	private int depth;

	void begun(TransactionExecution transaction, long time) {
		if (this.depth == this.begins.length) {
			this.transactions = Arrays.copyOf(this.transactions, this.depth * 2);
			this.begins = Arrays.copyOf(this.begins, this.depth * 2);
		}
		this.transactions[this.depth] = transaction;
		this.begins[this.depth] = time;
		this.depth++;
	}

	/**
	 * A transaction has ended, and whatever was begun within it and never ended too.
	 * @return when it began, or {@link #UNKNOWN}
	 */
	long ended(TransactionExecution transaction) {
		for (int i = this.depth - 1; i >= 0; i--) {
			if (this.transactions[i] == transaction) {
				Arrays.fill(this.transactions, i, this.depth, null);
				this.depth = i;
				return this.begins[i];
			}
		}
		return UNKNOWN;
	}

}
