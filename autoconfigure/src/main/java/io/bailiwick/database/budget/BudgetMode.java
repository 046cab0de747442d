package io.bailiwick.database.budget;

/**
 * What happens at start when the pools do not fit on a server.
 */
public enum BudgetMode {

	/**
	 * Nobody calculates.
	 */
	OFF,

	/**
	 * The log shows the arithmetic.
	 */
	WARN,

	/**
	 * The application does not start.
	 */
	ENFORCE

}
