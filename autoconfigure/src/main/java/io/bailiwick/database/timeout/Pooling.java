package io.bailiwick.database.timeout;

/**
 * Whether a connection pooler stands between the application and a server.
 *
 * @param kind what is known
 * @param preparedStatements whether statements that the driver prepares on the server
 * work; always so without a pooler
 * @param evidence what shows it, as a clause
 */
public record Pooling(Kind kind, boolean preparedStatements, String evidence) {

	/**
	 * What is known about a pooler.
	 */
	public enum Kind {

		/**
		 * There is none.
		 */
		DIRECT,

		/**
		 * It lends a server connection for one transaction: nothing that belongs to a
		 * session holds until the next one.
		 */
		TRANSACTION,

		/**
		 * There is one, and it has not shown whether it lends server connections for a
		 * transaction or for a session.
		 */
		UNDECIDED

	}

}
