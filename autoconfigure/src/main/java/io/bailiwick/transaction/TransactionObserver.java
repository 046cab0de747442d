package io.bailiwick.transaction;

import org.jspecify.annotations.Nullable;

/**
 * Is told of the transactions of all domains.
 */
public interface TransactionObserver {

	/**
	 * Return what is to be told of the transactions of one domain.
	 * @param domain the name of the domain
	 * @return its observer, or {@code null} if there is no such domain
	 */
	@Nullable OfDomain of(String domain);

	/**
	 * Is told of the transactions of one domain, by the threads that execute them.
	 */
	interface OfDomain {

		/**
		 * A transaction has ended and given its connection back.
		 * @param outcome committed, rolled back or unknown
		 * @param nanos how long that took since it asked for a connection
		 */
		void ended(TransactionOutcome outcome, long nanos);

		/**
		 * A unit of work is about to be executed again.
		 */
		void retrying();

	}

}
