package io.bailiwick.transaction.idempotency;

/**
 * Thrown when a text can not be a key. The message does not quote it, so that it may be
 * told to whoever has sent it; nothing has been executed.
 */
public class InvalidIdempotencyKeyException extends IllegalArgumentException {

	/**
	 * Create an exception.
	 * @param problem what the key must not be
	 */
	public InvalidIdempotencyKeyException(String problem) {
		super(problem);
	}

}
