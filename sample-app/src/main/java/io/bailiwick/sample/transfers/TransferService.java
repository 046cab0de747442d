package io.bailiwick.sample.transfers;

import java.util.Currency;
import java.util.List;
import java.util.UUID;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.sample.wallets.WalletService;
import io.bailiwick.transaction.Transactions;
import io.bailiwick.transaction.idempotency.Idempotency;
import io.bailiwick.transaction.idempotency.JacksonResponseCodec;
import io.bailiwick.transaction.idempotency.RequestFingerprint;
import io.bailiwick.transaction.idempotency.ResponseCodec;
import tools.jackson.databind.ObjectMapper;

import org.springframework.stereotype.Service;

/**
 * Moves money and remembers it.
 */
@Service
class TransferService {

	private final Transfers transfers;

	private final TransferSearch search;

	private final WalletService wallets;

	private final Transactions transactions;

	private final Idempotency idempotency;

	private final ObjectMapper mapper;

	private final ResponseCodec<Transfer> codec;

	TransferService(Transfers transfers, TransferSearch search, WalletService wallets,
			@OfDomain("transfers") Transactions transactions, @OfDomain("transfers") Idempotency idempotency,
			ObjectMapper mapper) {
		this.transfers = transfers;
		this.search = search;
		this.wallets = wallets;
		this.transactions = transactions.retry(3);
		this.idempotency = idempotency;
		this.mapper = mapper;
		this.codec = new JacksonResponseCodec<>(mapper, Transfer.class);
	}

	/**
	 * One transaction over two domains: the wallets join the one that begins here,
	 * because both domains live in the same database.
	 * @param newTransfer what to move
	 * @return the transfer as recorded
	 */
	Transfer transfer(NewTransfer newTransfer) {
		return this.transactions.call(() -> move(newTransfer));
	}

	/**
	 * The same, once for each key. With a key it does no harm to do it again when nobody
	 * knows whether it was committed: if it was, the retry finds the transfer.
	 * @param key what the client calls its request. A service with users would put theirs
	 * in front of it
	 * @param newTransfer what to move
	 * @return the transfer as recorded for the first request with the key
	 */
	Transfer transferOnce(String key, NewTransfer newTransfer) {
		RequestFingerprint request = RequestFingerprint.of(this.mapper.writeValueAsBytes(newTransfer));
		return this.transactions.idempotent()
			.call(() -> this.idempotency.once(key, request, this.codec, () -> move(newTransfer)));
	}

	private Transfer move(NewTransfer newTransfer) {
		Currency currency = this.wallets.move(newTransfer.fromWalletId(), newTransfer.toWalletId(),
				newTransfer.amount(), newTransfer.currency());
		return this.transfers.add(newTransfer, currency);
	}

	Transfer find(UUID id) {
		return this.transfers.find(id).orElseThrow(() -> new TransferNotFoundException(id));
	}

	TransferPage list(UUID wallet, int page, int size) {
		this.wallets.requireExisting(wallet);
		return page(this.transfers.list(wallet, page * size, size + 1), page, size);
	}

	TransferPage search(TransferFilter filter, int page, int size) {
		return page(this.search.find(filter, page * size, size + 1), page, size);
	}

	/**
	 * One more than the page holds tells whether another follows, without counting.
	 */
	private static TransferPage page(List<Transfer> found, int page, int size) {
		boolean hasNext = found.size() > size;
		return new TransferPage((hasNext) ? found.subList(0, size) : found, page, size, hasNext);
	}

}
