package io.bailiwick.autoconfigure;

/**
 * Who uses a pool of a database.
 */
enum PoolScope {

	/**
	 * One pool serves all domains of the database, which share its transactions.
	 */
	SHARED,

	/**
	 * Each domain has a pool of its own: one that is exhausted leaves the others alone,
	 * and no transaction spans two of them.
	 */
	PER_DOMAIN

}
