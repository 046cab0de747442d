package io.bailiwick.transaction.idempotency;

/**
 * Thrown when a key was used before, for another request. Nothing has been executed.
 */
public class IdempotencyKeyReusedException extends RuntimeException {

	private final String key;

	/**
	 * Create an exception.
	 * @param domain the name of the domain
	 * @param key the key
	 */
	public IdempotencyKeyReusedException(String domain, String key) {
		super("Domain '%s': the idempotency key was used before, for another request".formatted(domain));
		this.key = key;
	}

	/**
	 * Return the key.
	 * @return the key, as it was given
	 */
	public String getKey() {
		return this.key;
	}

}
