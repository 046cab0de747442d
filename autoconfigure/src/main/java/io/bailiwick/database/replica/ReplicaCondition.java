package io.bailiwick.database.replica;

/**
 * What is known of a replica. Reads go to it while it is {@link #UP}.
 */
public enum ReplicaCondition {

	/**
	 * Nobody has looked yet.
	 */
	UNCHECKED,

	/**
	 * It answers and is close enough to the primary.
	 */
	UP,

	/**
	 * It answers, but is too far behind, or how far it is behind can not be told.
	 */
	LAGGING,

	/**
	 * It does not answer.
	 */
	DOWN,

	/**
	 * It has become a primary, or was one from the start.
	 */
	PROMOTED

}
