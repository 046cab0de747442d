package io.bailiwick.transaction;

import java.io.Serializable;

import org.springframework.util.Assert;

/**
 * The id of a transaction that the server gave it: 64 bits, of no meaning in another
 * cluster, and not used again unless the server crashes before the transaction has
 * written anything to disk (PostgreSQL documentation, "Transaction ID and Snapshot
 * Information Functions"). Hence the time, which tells a server that has crashed since
 * from one that has not.
 *
 * @param value the id, to be read as unsigned
 * @param since the time since which the server had not crashed when it gave the id, in
 * microseconds since 1970, or 0 if it is not known
 */
public record TransactionId(long value, long since) implements Serializable {

	private static final char SEPARATOR = '@';

	/**
	 * Create an id that is trusted to have been given to one transaction only.
	 * @param value the id, to be read as unsigned
	 */
	public TransactionId(long value) {
		this(value, 0);
	}

	/**
	 * Read an id as the server or {@link #toString()} write it.
	 * @param text the digits, and those of the time if it is known
	 * @return the id
	 * @throws NumberFormatException if this is no id
	 */
	public static TransactionId parse(String text) {
		Assert.hasText(text, "'text' must not be empty");
		int separator = text.indexOf(SEPARATOR);
		return (separator < 0) ? new TransactionId(Long.parseUnsignedLong(text)) : new TransactionId(
				Long.parseUnsignedLong(text.substring(0, separator)), Long.parseLong(text.substring(separator + 1)));
	}

	static TransactionId of(String value, long since) {
		return new TransactionId(Long.parseUnsignedLong(value), since);
	}

	@Override
	public String toString() {
		String id = Long.toUnsignedString(this.value);
		return (this.since != 0) ? id + SEPARATOR + this.since : id;
	}

}
