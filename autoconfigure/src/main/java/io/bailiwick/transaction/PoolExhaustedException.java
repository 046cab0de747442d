package io.bailiwick.transaction;

import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Thrown when all connections of a pool are in use and none was given back in the time
 * that its {@code connection-timeout} allows. Nothing was begun.
 */
public class PoolExhaustedException extends CannotCreateTransactionException {

	private final String pool;

	PoolExhaustedException(String pool, String message, Throwable cause) {
		super(message, cause);
		this.pool = pool;
	}

	/**
	 * Return the name of the pool.
	 * @return the name, as in metrics and thread names
	 */
	public String getPool() {
		return this.pool;
	}

}
