package io.bailiwick.transaction.guard;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;

/**
 * The transactions that each thread has open, the newest first.
 */
final class ThreadTransactions {

	private final ThreadLocal<@Nullable OpenTransaction> newest = new ThreadLocal<>();

	/**
	 * The newest transaction of the current thread that is not over.
	 */
	@Nullable OpenTransaction current() {
		OpenTransaction found = this.newest.get();
		OpenTransaction open = found;
		while (open != null && open.isOver()) {
			open = open.outer();
		}
		if (open != found) {
			set(open);
		}
		return open;
	}

	/**
	 * The transaction of the current thread to which a callback belongs: not those of
	 * savepoints, nor of methods that have joined.
	 */
	@Nullable OpenTransaction find(TransactionExecution execution) {
		for (OpenTransaction open = this.newest.get(); open != null; open = open.outer()) {
			if (open.is(execution)) {
				return open;
			}
		}
		return null;
	}

	/**
	 * One that is writing, on another pool, and has the current thread inside of it.
	 */
	@Nullable OpenTransaction writingElsewhere(Object pool) {
		for (OpenTransaction open = current(); open != null; open = open.outer()) {
			if (!open.isReadOnly() && !open.pool().equals(pool) && open.isAround()) {
				return open;
			}
		}
		return null;
	}

	/**
	 * One on the same pool, put aside or not, that has not given its connection back.
	 */
	@Nullable OpenTransaction holdingOneOf(Object pool) {
		for (OpenTransaction open = current(); open != null; open = open.outer()) {
			if (open.pool().equals(pool) && !open.isBeginning() && !open.isOver()) {
				return open;
			}
		}
		return null;
	}

	void push(OpenTransaction transaction) {
		set(transaction);
	}

	private void set(@Nullable OpenTransaction transaction) {
		if (transaction == null) {
			this.newest.remove();
		}
		else {
			this.newest.set(transaction);
		}
	}

}
