package io.bailiwick.sample.wallets;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * A wallet holds less than is to be sent.
 */
class InsufficientFundsException extends ProblemException {

	InsufficientFundsException(Wallet wallet, long amount) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, "insufficient-funds", "Insufficient funds",
				"The wallet " + wallet.id() + " holds " + wallet.balance() + ", which is less than " + amount + ".");
	}

}
