package io.bailiwick.sample.wallets;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * A balance would become larger than 64 bits can hold.
 */
class BalanceOverflowException extends ProblemException {

	BalanceOverflowException(Wallet wallet, long amount) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, "balance-overflow", "Balance too large",
				"The wallet " + wallet.id() + " cannot take in another " + amount + ".");
	}

}
