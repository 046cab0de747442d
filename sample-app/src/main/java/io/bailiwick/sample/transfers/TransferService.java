package io.bailiwick.sample.transfers;

import java.util.Currency;
import java.util.List;
import java.util.UUID;

import io.bailiwick.sample.wallets.WalletService;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves money and remembers it.
 */
@Service
class TransferService {

	private final Transfers transfers;

	private final WalletService wallets;

	TransferService(Transfers transfers, WalletService wallets) {
		this.transfers = transfers;
		this.wallets = wallets;
	}

	/**
	 * One transaction over two domains: the wallets join the one that begins here,
	 * because both domains live in the same database.
	 * @param newTransfer what to move
	 * @return the transfer as recorded
	 */
	@Transactional("transfers")
	Transfer transfer(NewTransfer newTransfer) {
		Currency currency = this.wallets.move(newTransfer.fromWalletId(), newTransfer.toWalletId(),
				newTransfer.amount(), newTransfer.currency());
		return this.transfers.add(newTransfer, currency);
	}

	Transfer find(UUID id) {
		return this.transfers.find(id).orElseThrow(() -> new TransferNotFoundException(id));
	}

	TransferPage list(UUID wallet, int page, int size) {
		this.wallets.requireExisting(wallet);
		// One more than the page holds tells whether another follows, without counting.
		List<Transfer> found = this.transfers.list(wallet, page * size, size + 1);
		boolean hasNext = found.size() > size;
		return new TransferPage((hasNext) ? found.subList(0, size) : found, page, size, hasNext);
	}

}
