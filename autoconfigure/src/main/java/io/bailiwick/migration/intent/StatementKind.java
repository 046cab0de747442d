package io.bailiwick.migration.intent;

/**
 * What can be known about a statement that was running when its process ended.
 */
enum StatementKind {

	/**
	 * It is done or it is not, in a transaction that also says so.
	 */
	TRANSACTIONAL,

	/**
	 * It changes the session only, and must be run in every session.
	 */
	SESSION,

	/**
	 * It begins a transaction of the file's own.
	 */
	BEGIN,

	/**
	 * It ends a transaction of the file's own and keeps what was done.
	 */
	COMMIT,

	/**
	 * It ends a transaction of the file's own and keeps nothing.
	 */
	ROLLBACK,

	/**
	 * It can be run again whatever it has done: {@code VACUUM}, for instance.
	 */
	REPEATABLE,

	/**
	 * {@code CREATE INDEX CONCURRENTLY}.
	 */
	CREATE_INDEX,

	/**
	 * {@code DROP INDEX CONCURRENTLY}.
	 */
	DROP_INDEX,

	/**
	 * {@code REINDEX … CONCURRENTLY} of an index or of a table.
	 */
	REINDEX,

	/**
	 * {@code REINDEX SCHEMA … CONCURRENTLY} and the like.
	 */
	REINDEX_MANY,

	/**
	 * {@code ALTER TABLE … DETACH PARTITION … CONCURRENTLY}.
	 */
	DETACH,

	/**
	 * Only somebody who knows what it does can tell: {@code CALL}, for instance.
	 */
	UNKNOWN;

	/**
	 * Whether the statement must not be run in a transaction, and so needs an intent
	 * before it.
	 */
	boolean needsIntent() {
		return switch (this) {
			case TRANSACTIONAL, SESSION, COMMIT, ROLLBACK -> false;
			default -> true;
		};
	}

}
