package io.bailiwick.sample.wallets;

import java.util.Currency;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * Money was to go to a wallet of another currency.
 */
class CurrencyMismatchException extends ProblemException {

	CurrencyMismatchException(Wallet wallet, Currency currency) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, "currency-mismatch", "Currency mismatch",
				"The wallet " + wallet.id() + " holds " + wallet.currency() + ", not " + currency + ".");
	}

}
