package io.bailiwick.transaction.idempotency;

import org.springframework.util.unit.DataSize;

/**
 * Thrown when a response is larger than what may be stored. The work is rolled back.
 */
public class ResponseTooLargeException extends IllegalStateException {

	/**
	 * Create an exception.
	 * @param domain the name of the domain
	 * @param size the size of the encoded response, in bytes
	 * @param largest the largest size that may be stored
	 */
	public ResponseTooLargeException(String domain, int size, DataSize largest) {
		super(("Domain '%s': the response has %d bytes, and %d may be stored; the work is rolled back. "
				+ "Store what the response can be made of (an id, say), or allow more with Idempotency.largestResponse")
			.formatted(domain, size, largest.toBytes()));
	}

}
