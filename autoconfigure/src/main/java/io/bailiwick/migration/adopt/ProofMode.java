package io.bailiwick.migration.adopt;

/**
 * How to prove that files describe what a database has: they are run where nothing is
 * lost, and what comes of it is compared.
 */
public enum ProofMode {

	/**
	 * In a database of its own if one may be created, otherwise in a transaction.
	 */
	AUTOMATIC,

	/**
	 * In a database of its own, which is dropped.
	 */
	DATABASE,

	/**
	 * In the database itself, in a transaction that is rolled back. The schemas are
	 * renamed in it, which nobody else sees.
	 */
	TRANSACTION,

	/**
	 * Not at all.
	 */
	NONE

}
