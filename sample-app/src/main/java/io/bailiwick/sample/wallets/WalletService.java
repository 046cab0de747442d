package io.bailiwick.sample.wallets;

import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.bailiwick.sample.users.UserService;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens wallets, takes money in and moves it. Nobody else writes balances.
 */
@Service
public class WalletService {

	private final Wallets wallets;

	private final UserService users;

	WalletService(Wallets wallets, UserService users) {
		this.wallets = wallets;
		this.users = users;
	}

	/**
	 * Move money between two wallets, as a part of the caller's transaction: whoever
	 * moves money also records why, and both must happen or neither.
	 * @param from the wallet to debit
	 * @param to the wallet to credit
	 * @param amount in minor units, positive
	 * @param currency the currency that the sender has in mind, null for whatever the
	 * wallets hold
	 * @return the currency of the wallets
	 * @throws SameWalletException if both are the same wallet
	 * @throws WalletNotFoundException if one of them does not exist
	 * @throws CurrencyMismatchException if they hold different currencies, or not the
	 * given one
	 * @throws InsufficientFundsException if the first holds less than the amount
	 * @throws BalanceOverflowException if the second cannot take in that much
	 */
	@Transactional(transactionManager = "wallets", propagation = Propagation.MANDATORY)
	public Currency move(UUID from, UUID to, long amount, @Nullable Currency currency) {
		if (from.equals(to)) {
			throw new SameWalletException(from);
		}
		Map<UUID, Wallet> locked = this.wallets.lock(List.of(from, to))
			.stream()
			.collect(Collectors.toMap(Wallet::id, Function.identity()));
		Wallet sender = require(locked, from);
		Wallet receiver = require(locked, to);
		sender.requireCurrency((currency != null) ? currency : sender.currency());
		receiver.requireCurrency(sender.currency());
		sender.requireFunds(amount);
		receiver.requireRoom(amount);
		this.wallets.move(from, to, amount);
		return sender.currency();
	}

	/**
	 * Make sure that a wallet exists; wallets are never deleted.
	 * @param id the wallet's id
	 * @throws WalletNotFoundException if there is no such wallet
	 */
	public void requireExisting(UUID id) {
		find(id);
	}

	@Transactional("wallets")
	Wallet open(NewWallet wallet) {
		this.users.holdActive(wallet.userId());
		return this.wallets.add(wallet);
	}

	Wallet find(UUID id) {
		return this.wallets.find(id).orElseThrow(() -> new WalletNotFoundException(id));
	}

	@Transactional("wallets")
	Deposit deposit(UUID id, NewDeposit payment) {
		Wallet wallet = this.wallets.lock(List.of(id))
			.stream()
			.findFirst()
			.orElseThrow(() -> new WalletNotFoundException(id));
		Deposit deposit = this.wallets.addDeposit(id, payment)
			.orElseThrow(() -> new DepositTakenException(payment.reference()));
		wallet.requireRoom(deposit.amount());
		this.wallets.credit(id, deposit.amount());
		return deposit;
	}

	private static Wallet require(Map<UUID, Wallet> wallets, UUID id) {
		Wallet wallet = wallets.get(id);
		if (wallet == null) {
			throw new WalletNotFoundException(id);
		}
		return wallet;
	}

}
