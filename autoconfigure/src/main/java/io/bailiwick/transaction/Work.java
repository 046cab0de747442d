package io.bailiwick.transaction;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done within a transaction. With retries it may be executed several times:
 * what it does outside of the database must bear that, or belongs into
 * {@link Transactions#afterCommit(Runnable)}.
 *
 * @param <T> the type of the result
 * @param <E> the checked exception that it may throw, {@link RuntimeException} if none
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, E extends Exception> {

	/**
	 * Do the work.
	 * @return the result
	 * @throws E if it can not be done; the transaction is then rolled back
	 */
	T execute() throws E;

	/**
	 * Work without a result.
	 *
	 * @param <E> the checked exception that it may throw
	 */
	@FunctionalInterface
	interface WithoutResult<E extends Exception> {

		/**
		 * Do the work.
		 * @throws E if it can not be done; the transaction is then rolled back
		 */
		void execute() throws E;

	}

}
