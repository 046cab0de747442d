package io.bailiwick.sample.wallets;

import java.util.Currency;

import org.springframework.http.HttpStatus;

import io.bailiwick.sample.web.ProblemException;

/**
 * Money was to go to a wallet of another currency.
 */
class CurrencyMismatchException extends ProblemException {

	CurrencyMismatchException(Wallet wallet, Currency currency) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, "currency-mismatch", "Currency mismatch",
				"The wallet " + wallet.id() + " holds " + wallet.currency() + ", not " + currency + ".");
	}

}
