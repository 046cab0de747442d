package io.bailiwick.sample.transfers;

import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.bailiwick.domain.OfDomain;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code transfers.transfers}.
 */
@Repository
class Transfers {

	private final JdbcClient jdbc;

	Transfers(@OfDomain("transfers") JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Transfer add(NewTransfer transfer, Currency currency) {
		return this.jdbc.sql("""
				insert into transfers.transfers (from_wallet_id, to_wallet_id, amount, currency, note)
				values (:from, :to, :amount, :currency, :note)
				returning *""")
			.param("from", transfer.fromWalletId())
			.param("to", transfer.toWalletId())
			.param("amount", transfer.amount())
			.param("currency", currency.getCurrencyCode())
			.param("note", transfer.note())
			.query(Transfer.class)
			.single();
	}

	Optional<Transfer> find(UUID id) {
		return this.jdbc.sql("select * from transfers.transfers where id = :id")
			.param("id", id)
			.query(Transfer.class)
			.optional();
	}

	/**
	 * The transfers of a wallet, newest first. Each half reads its own index backwards
	 * and stops after what the page can need; one condition with {@code or} makes
	 * PostgreSQL walk through everybody's transfers or sort all of the wallet's.
	 * @param wallet the wallet's id
	 * @param offset how many to skip
	 * @param limit how many to return at most
	 * @return the transfers in and out
	 */
	List<Transfer> list(UUID wallet, int offset, int limit) {
		return this.jdbc.sql("""
				(select * from transfers.transfers where from_wallet_id = :wallet order by id desc limit :reach)
				union all
				(select * from transfers.transfers where to_wallet_id = :wallet order by id desc limit :reach)
				order by id desc offset :offset limit :limit""")
			.param("wallet", wallet)
			.param("reach", offset + limit)
			.param("offset", offset)
			.param("limit", limit)
			.query(Transfer.class)
			.list();
	}

}
