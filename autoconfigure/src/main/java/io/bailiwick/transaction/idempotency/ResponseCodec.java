package io.bailiwick.transaction.idempotency;

import java.nio.charset.StandardCharsets;

/**
 * Writes responses down and reads them again. What one version of an application has
 * written the next one must be able to read, for as long as keys are kept.
 *
 * @param <R> the type of the responses
 * @see JacksonResponseCodec
 */
public interface ResponseCodec<R> {

	/**
	 * Write a response down.
	 * @param response the response
	 * @return bytes from which it can be read again
	 */
	byte[] encode(R response);

	/**
	 * Read a response.
	 * @param stored what {@link #encode} has made of it
	 * @return the response
	 */
	R decode(byte[] stored);

	/**
	 * Return a codec for texts, which are stored in UTF-8.
	 * @return the codec
	 */
	static ResponseCodec<String> text() {
		return new ResponseCodec<>() {

			@Override
			public byte[] encode(String response) {
				return response.getBytes(StandardCharsets.UTF_8);
			}

			@Override
			public String decode(byte[] stored) {
				return new String(stored, StandardCharsets.UTF_8);
			}

		};
	}

}
