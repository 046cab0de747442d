package io.bailiwick.sample.transfers;

import java.util.UUID;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * There is no such transfer.
 */
class TransferNotFoundException extends ProblemException {

	TransferNotFoundException(UUID id) {
		super(HttpStatus.NOT_FOUND, "transfer-not-found", "Transfer not found",
				"There is no transfer with the id " + id + ".");
	}

}
