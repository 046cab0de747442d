package io.bailiwick.transaction;

import java.io.Serializable;

import org.springframework.util.Assert;

/**
 * The id of a transaction that the server gave it: 64 bits, never used again in the
 * lifetime of a cluster, and of no meaning in another one (PostgreSQL documentation,
 * "Transaction ID and Snapshot Information Functions").
 *
 * @param value the id, to be read as unsigned
 */
public record TransactionId(long value) implements Serializable {

	/**
	 * Read an id as the server and {@link #toString()} write it.
	 * @param text the digits
	 * @return the id
	 * @throws NumberFormatException if this is no id
	 */
	public static TransactionId parse(String text) {
		Assert.hasText(text, "'text' must not be empty");
		return new TransactionId(Long.parseUnsignedLong(text));
	}

	@Override
	public String toString() {
		return Long.toUnsignedString(this.value);
	}

}
