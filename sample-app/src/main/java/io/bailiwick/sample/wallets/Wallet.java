package io.bailiwick.sample.wallets;

import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.UUID;

/**
 * Money of one currency that belongs to one user.
 *
 * @param id time-ordered
 * @param userId who holds the wallet
 * @param currency what the balance is counted in
 * @param balance in minor units of the currency, never negative
 * @param createdAt when the wallet was opened
 * @param updatedAt when the balance changed last
 */
record Wallet(UUID id, UUID userId, Currency currency, long balance, OffsetDateTime createdAt,
		OffsetDateTime updatedAt) {

	void requireFunds(long amount) {
		if (this.balance < amount) {
			throw new InsufficientFundsException(this, amount);
		}
	}

	void requireRoom(long amount) {
		if (this.balance > Long.MAX_VALUE - amount) {
			throw new BalanceOverflowException(this, amount);
		}
	}

	void requireCurrency(Currency currency) {
		if (!this.currency.equals(currency)) {
			throw new CurrencyMismatchException(this, currency);
		}
	}

}
