package io.bailiwick.transaction.idempotency;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * What a caller has named a request with: short, visible and the same in every encoding.
 *
 * @param value the key
 */
record IdempotencyKey(String value) {

	static final int LONGEST = 255;

	IdempotencyKey {
		Assert.notNull(value, "'key' must not be null");
		if (!StringUtils.hasText(value)) {
			throw new InvalidIdempotencyKeyException("must not be blank");
		}
		if (value.length() > LONGEST) {
			throw new InvalidIdempotencyKeyException("must not be longer than " + LONGEST + " characters");
		}
		if (value.codePoints().anyMatch(IdempotencyKey::isUnusable)) {
			throw new InvalidIdempotencyKeyException("must not contain control characters or broken ones");
		}
	}

	/**
	 * Half of a surrogate pair has no encoding in UTF-8: keys that differ would become
	 * the same.
	 */
	private static boolean isUnusable(int codePoint) {
		return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
	}

}
