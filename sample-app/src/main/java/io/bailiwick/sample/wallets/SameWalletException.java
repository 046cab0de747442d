package io.bailiwick.sample.wallets;

import java.util.UUID;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * Money was to go to the wallet it comes from.
 */
class SameWalletException extends ProblemException {

	SameWalletException(UUID id) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, "same-wallet", "Same wallet",
				"The wallet " + id + " is both sender and receiver.");
	}

}
