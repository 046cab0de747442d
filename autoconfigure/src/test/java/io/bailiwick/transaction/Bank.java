package io.bailiwick.transaction;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bailiwick.database.error.CheckViolationException;
import io.bailiwick.test.TestPostgres.Database;

import org.springframework.core.retry.RetryListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Isolation;

/**
 * A bank whose accounts nobody may overdraw. It notes each transfer as often as it is
 * done: nothing in the database would refuse a second time.
 */
final class Bank {

	private final Transactions transactions;

	private final JdbcTemplate jdbc;

	Bank(TestUnits units, RetryListener listener) {
		this.transactions = units.transactions()
			.identified()
			.timeout(Duration.ofSeconds(20))
			.retry(100)
			.listener(listener);
		this.jdbc = units.jdbc();
	}

	static void open(Database database) {
		database.execute(
				"""
						CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL CONSTRAINT covered CHECK (balance >= 0));
						CREATE TABLE transfer (id bigint NOT NULL, debit int NOT NULL, credit int NOT NULL, amount bigint NOT NULL);
						CREATE TABLE accepted (id bigint PRIMARY KEY);
						INSERT INTO account SELECT id, %d FROM generate_series(1, %d) id
						"""
					.formatted(BankOrder.BALANCE, BankOrder.ACCOUNTS));
	}

	/**
	 * Execute an order in one unit of work.
	 * @param order the order
	 * @param nestedHolds is set to whether its nested part is done if the rest is
	 */
	void execute(BankOrder order, AtomicBoolean nestedHolds) {
		Transactions unit = this.transactions.isolation(order.isolation());
		(order.idempotent() ? unit.idempotent() : unit).run(() -> {
			if (order.idempotent()
					&& this.jdbc.update("INSERT INTO accepted VALUES (?) ON CONFLICT DO NOTHING", order.id()) == 0) {
				return;
			}
			transfer(order);
			nestedHolds.set(order.nested() != null && executeNested(order.nested()));
		});
	}

	private boolean executeNested(BankOrder order) {
		try {
			this.transactions.nested().run(() -> transfer(order));
			return true;
		}
		catch (NotCovered | CheckViolationException ex) {
			return false;
		}
	}

	private void transfer(BankOrder order) {
		this.jdbc.update("INSERT INTO transfer VALUES (?, ?, ?, ?)", order.id(), order.debit(), order.credit(),
				order.amount());
		if (order.isolation() == Isolation.SERIALIZABLE) {
			// Right only if nobody else can do the same at the same time.
			long debit = balance(order.debit());
			long credit = balance(order.credit());
			if (debit < order.amount()) {
				throw new NotCovered();
			}
			this.jdbc.update("UPDATE account SET balance = ? WHERE id = ?", debit - order.amount(), order.debit());
			this.jdbc.update("UPDATE account SET balance = ? WHERE id = ?", credit + order.amount(), order.credit());
		}
		else {
			// In any order: others lock in another.
			this.jdbc.update("UPDATE account SET balance = balance + ? WHERE id = ?", order.amount(), order.credit());
			this.jdbc.update("UPDATE account SET balance = balance - ? WHERE id = ?", order.amount(), order.debit());
		}
	}

	private long balance(int account) {
		Long balance = this.jdbc.queryForObject("SELECT balance FROM account WHERE id = ?", Long.class, account);
		return (balance != null) ? balance : 0;
	}

	/**
	 * The debited account has too little.
	 */
	static final class NotCovered extends RuntimeException {

		NotCovered() {
			super("Not covered", null, false, false);
		}

	}

}
