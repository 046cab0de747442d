package io.bailiwick.sample.wallets;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * The payment has been credited before.
 */
class DepositTakenException extends ProblemException {

	DepositTakenException(String reference) {
		super(HttpStatus.CONFLICT, "deposit-taken", "Deposit taken",
				"The payment " + reference + " has been credited already.");
	}

}
