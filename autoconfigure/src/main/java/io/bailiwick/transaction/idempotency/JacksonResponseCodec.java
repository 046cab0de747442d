package io.bailiwick.transaction.idempotency;

import tools.jackson.databind.ObjectMapper;

import org.springframework.util.Assert;

/**
 * Stores responses as JSON. Needs Jackson 3 on the class path.
 *
 * @param <R> the type of the responses
 */
public final class JacksonResponseCodec<R> implements ResponseCodec<R> {

	private final ObjectMapper mapper;

	private final Class<R> type;

	/**
	 * Create a codec.
	 * @param mapper writes and reads the JSON
	 * @param type the type of the responses
	 */
	public JacksonResponseCodec(ObjectMapper mapper, Class<R> type) {
		Assert.notNull(mapper, "'mapper' must not be null");
		Assert.notNull(type, "'type' must not be null");
		this.mapper = mapper;
		this.type = type;
	}

	@Override
	public byte[] encode(R response) {
		return this.mapper.writeValueAsBytes(response);
	}

	@Override
	public R decode(byte[] stored) {
		return this.mapper.readValue(stored, this.type);
	}

}
