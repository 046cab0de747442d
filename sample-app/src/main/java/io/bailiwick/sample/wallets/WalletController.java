package io.bailiwick.sample.wallets;

import java.util.UUID;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/wallets")
class WalletController {

	private final WalletService wallets;

	WalletController(WalletService wallets) {
		this.wallets = wallets;
	}

	@PostMapping
	ResponseEntity<Wallet> open(@Valid @RequestBody NewWallet newWallet, UriComponentsBuilder uri) {
		Wallet wallet = this.wallets.open(newWallet);
		return ResponseEntity.created(uri.path("/wallets/{id}").build(wallet.id())).body(wallet);
	}

	@GetMapping("/{id}")
	Wallet find(@PathVariable UUID id) {
		return this.wallets.find(id);
	}

	@PostMapping("/{id}/deposits")
	@ResponseStatus(HttpStatus.CREATED)
	Deposit deposit(@PathVariable UUID id, @Valid @RequestBody NewDeposit deposit) {
		return this.wallets.deposit(id, deposit);
	}

}
