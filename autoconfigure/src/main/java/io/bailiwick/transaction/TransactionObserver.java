package io.bailiwick.transaction;

import org.springframework.transaction.TransactionExecutionListener;

/**
 * Is told of the transactions of all domains.
 */
public interface TransactionObserver {

	/**
	 * Return what is to be told of the transactions of one domain.
	 * @param domain the name of the domain
	 * @return the listener of the domain's transaction manager
	 */
	TransactionExecutionListener listener(String domain);

	/**
	 * A unit of work is about to be executed again.
	 * @param domain the name of its domain
	 */
	void retrying(String domain);

}
