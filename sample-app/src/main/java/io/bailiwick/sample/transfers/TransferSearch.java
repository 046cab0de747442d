package io.bailiwick.sample.transfers;

import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

import io.bailiwick.domain.OfDomain;
import org.jooq.Condition;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record7;
import org.jooq.Records;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import org.springframework.stereotype.Repository;

/**
 * Finds transfers by what somebody happens to know of them: a query that is put together
 * from parts, for which jOOQ is better than text.
 */
@Repository
class TransferSearch {

	private static final Table<?> TRANSFERS = DSL.table(DSL.name("transfers", "transfers"));

	private static final Field<UUID> ID = DSL.field(DSL.name("id"), UUID.class);

	private static final Field<UUID> FROM_WALLET = DSL.field(DSL.name("from_wallet_id"), UUID.class);

	private static final Field<UUID> TO_WALLET = DSL.field(DSL.name("to_wallet_id"), UUID.class);

	private static final Field<Long> AMOUNT = DSL.field(DSL.name("amount"), Long.class);

	private static final Field<Currency> CURRENCY = DSL
		.field(DSL.name("currency"), SQLDataType.CLOB.asConvertedDataType(
				Converter.ofNullable(String.class, Currency.class, Currency::getInstance, Currency::getCurrencyCode)));

	private static final Field<String> NOTE = DSL.field(DSL.name("note"), String.class);

	private static final Field<OffsetDateTime> CREATED_AT = DSL.field(DSL.name("created_at"), OffsetDateTime.class);

	private final DSLContext dsl;

	TransferSearch(@OfDomain("transfers") DSLContext dsl) {
		this.dsl = dsl;
	}

	/**
	 * The transfers that pass a filter, newest first.
	 * @param filter what they have to be like
	 * @param offset how many to skip
	 * @param limit how many to return at most
	 * @return the transfers
	 */
	List<Transfer> find(TransferFilter filter, int offset, int limit) {
		Condition condition = condition(filter);
		if (filter.walletId() == null) {
			return newest(TRANSFERS, condition, offset, limit).fetch(Records.mapping(Transfer::new));
		}
		// Each half reads its own index backwards, as in Transfers.list.
		var sent = newest(TRANSFERS, condition.and(FROM_WALLET.eq(filter.walletId())), 0, offset + limit);
		var received = newest(TRANSFERS, condition.and(TO_WALLET.eq(filter.walletId())), 0, offset + limit);
		return newest(sent.unionAll(received).asTable("both"), DSL.noCondition(), offset, limit)
			.fetch(Records.mapping(Transfer::new));
	}

	private static Condition condition(TransferFilter filter) {
		Condition condition = DSL.noCondition();
		if (filter.from() != null) {
			condition = condition.and(CREATED_AT.ge(filter.from()));
		}
		if (filter.to() != null) {
			condition = condition.and(CREATED_AT.lt(filter.to()));
		}
		if (filter.minAmount() != null) {
			condition = condition.and(AMOUNT.ge(filter.minAmount()));
		}
		return condition;
	}

	private Select<Record7<UUID, UUID, UUID, Long, Currency, String, OffsetDateTime>> newest(Table<?> table,
			Condition condition, int offset, int limit) {
		return this.dsl.select(ID, FROM_WALLET, TO_WALLET, AMOUNT, CURRENCY, NOTE, CREATED_AT)
			.from(table)
			.where(condition)
			.orderBy(ID.desc())
			.offset(offset)
			.limit(limit);
	}

}
