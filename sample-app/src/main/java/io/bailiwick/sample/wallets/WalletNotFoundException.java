package io.bailiwick.sample.wallets;

import java.util.UUID;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * There is no such wallet.
 */
class WalletNotFoundException extends ProblemException {

	WalletNotFoundException(UUID id) {
		super(HttpStatus.NOT_FOUND, "wallet-not-found", "Wallet not found",
				"There is no wallet with the id " + id + ".");
	}

}
