package io.bailiwick.sample.transfers;

import java.time.OffsetDateTime;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
class TransferController {

	private final TransferService transfers;

	TransferController(TransferService transfers) {
		this.transfers = transfers;
	}

	// A client that got no answer repeats its request with the same key, and gets the
	// answer that it missed.
	@PostMapping("/transfers")
	ResponseEntity<Transfer> transfer(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewTransfer newTransfer, UriComponentsBuilder uri) {
		Transfer transfer = (key != null) ? this.transfers.transferOnce(key, newTransfer)
				: this.transfers.transfer(newTransfer);
		return ResponseEntity.created(uri.path("/transfers/{id}").build(transfer.id())).body(transfer);
	}

	@GetMapping("/transfers/{id}")
	Transfer find(@PathVariable UUID id) {
		return this.transfers.find(id);
	}

	@GetMapping("/transfers")
	TransferPage search(@RequestParam(required = false) @Nullable UUID walletId,
			@RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE_TIME) @Nullable OffsetDateTime from,
			@RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE_TIME) @Nullable OffsetDateTime to,
			@RequestParam(required = false) @Nullable Long minAmount,
			@RequestParam(defaultValue = "0") @Min(0) @Max(1000) int page,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
		return this.transfers.search(new TransferFilter(walletId, from, to, minAmount), page, size);
	}

	// Pages are counted from the newest transfer, so they shift when another one is made.
	// Both numbers are bounded: the database reads all pages up to the one asked for.
	@GetMapping("/wallets/{id}/transfers")
	TransferPage list(@PathVariable UUID id, @RequestParam(defaultValue = "0") @Min(0) @Max(1000) int page,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
		return this.transfers.list(id, page, size);
	}

}
