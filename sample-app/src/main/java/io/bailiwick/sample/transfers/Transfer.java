package io.bailiwick.sample.transfers;

import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Money that has moved.
 *
 * @param amount in minor units of the currency
 */
record Transfer(UUID id, UUID fromWalletId, UUID toWalletId, long amount, Currency currency, @Nullable String note,
		OffsetDateTime createdAt) {

}
