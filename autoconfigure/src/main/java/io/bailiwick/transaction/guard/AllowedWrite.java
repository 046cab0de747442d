package io.bailiwick.transaction.guard;

import org.springframework.util.Assert;

/**
 * Writing in a second database that somebody has thought about.
 *
 * @param from the domain or database of the outer transaction
 * @param to the domain or database that is written inside of it
 * @param reason why it does no harm if only one of the two is committed
 */
public record AllowedWrite(String from, String to, String reason) {

	/**
	 * Create an entry of the list.
	 */
	public AllowedWrite {
		Assert.hasText(from, "'from' must not be empty");
		Assert.hasText(to, "'to' must not be empty");
		Assert.hasText(reason, "'reason' must not be empty");
	}

}
