package io.bailiwick.sample.wallets;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.bailiwick.domain.OfDomain;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The tables of the schema {@code wallets}.
 */
@Repository
class Wallets {

	private final JdbcClient jdbc;

	Wallets(@OfDomain("wallets") JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Wallet add(NewWallet wallet) {
		return this.jdbc.sql("insert into wallets.wallets (user_id, currency) values (:userId, :currency) returning *")
			.param("userId", wallet.userId())
			.param("currency", wallet.currency().getCurrencyCode())
			.query(Wallet.class)
			.single();
	}

	Optional<Wallet> find(UUID id) {
		return this.jdbc.sql("select * from wallets.wallets where id = :id")
			.param("id", id)
			.query(Wallet.class)
			.optional();
	}

	/**
	 * Read wallets and lock them until the end of the transaction, in the order of their
	 * ids: two transfers between the same wallets in opposite directions would otherwise
	 * wait for each other for ever. PostgreSQL does the sorting because Java compares
	 * UUIDs differently.
	 * @param ids the ids of the wallets
	 * @return those that exist
	 */
	List<Wallet> lock(Collection<UUID> ids) {
		return this.jdbc.sql("select * from wallets.wallets where id in (:ids) order by id for update")
			.param("ids", ids)
			.query(Wallet.class)
			.list();
	}

	/**
	 * Record a payment, without touching the balance.
	 * @param wallet the wallet it is for
	 * @param deposit the payment
	 * @return the payment, or empty when it has been recorded before
	 */
	Optional<Deposit> addDeposit(UUID wallet, NewDeposit deposit) {
		return this.jdbc.sql("""
				insert into wallets.deposits (wallet_id, amount, reference) values (:walletId, :amount, :reference)
				on conflict (reference) do nothing
				returning *""")
			.param("walletId", wallet)
			.param("amount", deposit.amount())
			.param("reference", deposit.reference())
			.query(Deposit.class)
			.optional();
	}

	void credit(UUID id, long amount) {
		this.jdbc.sql("update wallets.wallets set balance = balance + :amount where id = :id")
			.param("amount", amount)
			.param("id", id)
			.update();
	}

	/**
	 * Debit one wallet and credit another: one statement, because other transfers wait
	 * for the locks meanwhile.
	 * @param from the wallet to debit
	 * @param to the wallet to credit
	 * @param amount in minor units of the currency
	 */
	void move(UUID from, UUID to, long amount) {
		this.jdbc.sql("""
				update wallets.wallets
				set balance = case id when :from then balance - :amount else balance + :amount end
				where id in (:from, :to)""").param("from", from).param("to", to).param("amount", amount).update();
	}

}
