package io.bailiwick.sample.transfers;

import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
class TransferController {

	private final TransferService transfers;

	TransferController(TransferService transfers) {
		this.transfers = transfers;
	}

	@PostMapping("/transfers")
	ResponseEntity<Transfer> transfer(@Valid @RequestBody NewTransfer newTransfer, UriComponentsBuilder uri) {
		Transfer transfer = this.transfers.transfer(newTransfer);
		return ResponseEntity.created(uri.path("/transfers/{id}").build(transfer.id())).body(transfer);
	}

	@GetMapping("/transfers/{id}")
	Transfer find(@PathVariable UUID id) {
		return this.transfers.find(id);
	}

	// Pages are counted from the newest transfer, so they shift when another one is made.
	// Both numbers are bounded: the database reads all pages up to the one asked for.
	@GetMapping("/wallets/{id}/transfers")
	TransferPage list(@PathVariable UUID id, @RequestParam(defaultValue = "0") @Min(0) @Max(1000) int page,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
		return this.transfers.list(id, page, size);
	}

}
