package io.bailiwick.sample.wallets;

import java.util.UUID;

import org.springframework.http.HttpStatus;

import io.bailiwick.sample.web.ProblemException;

/**
 * Money was to go to the wallet it comes from.
 */
class SameWalletException extends ProblemException {

	SameWalletException(UUID id) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, "same-wallet", "Same wallet",
				"The wallet " + id + " is both sender and receiver.");
	}

}
