package io.bailiwick.transaction.idempotency;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Tells one request from another: a SHA-256 of all that makes a difference, so that no
 * part of a request is stored.
 */
public final class RequestFingerprint {

	private final byte[] hash;

	private RequestFingerprint(MessageDigest digest) {
		this.hash = digest.digest();
	}

	/**
	 * Take the fingerprint of a request as it was sent, or as it is written down.
	 * @param request the bytes, in which equal requests must be equal
	 * @return the fingerprint
	 */
	public static RequestFingerprint of(byte[] request) {
		Assert.notNull(request, "'request' must not be null");
		MessageDigest digest = sha256();
		digest.update(request);
		return new RequestFingerprint(digest);
	}

	/**
	 * Take the fingerprint of the parts of a request.
	 * @param parts the parts; their order counts, and {@code null} differs from an empty
	 * text
	 * @return the fingerprint
	 */
	public static RequestFingerprint of(@Nullable String... parts) {
		Assert.notEmpty(parts, "'parts' must not be empty");
		MessageDigest digest = sha256();
		for (String part : parts) {
			// Lengths keep ("a", "bc") apart from ("ab", "c").
			int length = (part != null) ? part.length() : -1;
			ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * Math.max(length, 0));
			bytes.putInt(length);
			for (int i = 0; i < length; i++) {
				bytes.putChar(String.valueOf(part).charAt(i));
			}
			digest.update(bytes.array());
		}
		return new RequestFingerprint(digest);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	byte[] bytes() {
		return this.hash.clone();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RequestFingerprint fingerprint && Arrays.equals(this.hash, fingerprint.hash);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.hash);
	}

}
