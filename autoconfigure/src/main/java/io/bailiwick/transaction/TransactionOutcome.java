package io.bailiwick.transaction;

/**
 * What became of a transaction.
 */
public enum TransactionOutcome {

	/**
	 * Everything that it did holds.
	 */
	COMMITTED,

	/**
	 * Nothing that it did holds, or ever will.
	 */
	ROLLED_BACK,

	/**
	 * The server has not finished with it. After a connection was lost this may last
	 * until the server notices; ask again.
	 */
	IN_PROGRESS,

	/**
	 * The server can not tell: the transaction is too old, or this is not the server that
	 * it took place on, nor one that has taken over all of its commits, or the server has
	 * crashed meanwhile and written a checkpoint since, so that the id may be that of
	 * another transaction.
	 */
	UNKNOWN

}
