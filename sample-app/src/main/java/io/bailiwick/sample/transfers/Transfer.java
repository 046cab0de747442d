package io.bailiwick.sample.transfers;

import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Money that has moved.
 *
 * @param id time-ordered, so that newer transfers have greater ids
 * @param fromWalletId the wallet that was debited
 * @param toWalletId the wallet that was credited
 * @param amount in minor units of the currency
 * @param currency the currency of both wallets
 * @param note free text from the sender, null when there is none
 * @param createdAt when the money moved
 */
record Transfer(UUID id, UUID fromWalletId, UUID toWalletId, long amount, Currency currency, @Nullable String note,
		OffsetDateTime createdAt) {

}
