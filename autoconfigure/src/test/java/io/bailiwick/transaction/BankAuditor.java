package io.bailiwick.transaction;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Isolation;

/**
 * Counts the money again and again while it moves.
 */
final class BankAuditor implements Runnable {

	private final Transactions transactions;

	private final JdbcTemplate jdbc;

	private final BankBooks books;

	private final BooleanSupplier closed;

	BankAuditor(TestUnits units, BankBooks books, BooleanSupplier closed) {
		this.transactions = units.transactions().readOnly().isolation(Isolation.REPEATABLE_READ);
		this.jdbc = units.jdbc();
		this.books = books;
		this.closed = closed;
	}

	@Override
	public void run() {
		while (!this.closed.getAsBoolean()) {
			try {
				this.transactions.run(this::audit);
				this.books.count("audits");
			}
			catch (DataAccessException | TransactionException ex) {
				this.books.count("audits that failed");
			}
			catch (Throwable ex) {
				this.books.mistake(ex);
				return;
			}
		}
	}

	/**
	 * Statement by statement: each must see the same.
	 */
	private void audit() {
		long money = 0;
		for (int account = 1; account <= BankOrder.ACCOUNTS; account++) {
			money += number("SELECT balance FROM account WHERE id = " + account);
		}
		if (money != BankOrder.ACCOUNTS * BankOrder.BALANCE || money != number("SELECT sum(balance) FROM account")) {
			throw new AssertionError(
					"There are %d instead of %d".formatted(money, BankOrder.ACCOUNTS * BankOrder.BALANCE));
		}
	}

	/**
	 * Return the accounts whose balance is not what the transfers have made of it.
	 */
	static List<String> wrongAccounts(JdbcTemplate jdbc) {
		return jdbc.queryForList("""
				WITH movement AS (SELECT debit AS account, -amount AS amount FROM transfer
					UNION ALL SELECT credit, amount FROM transfer)
				SELECT format('account %%s has %%s', id, balance) FROM account
				WHERE balance <> %d + (SELECT coalesce(sum(amount), 0) FROM movement WHERE account = id)
				""".formatted(BankOrder.BALANCE), String.class);
	}

	private long number(String sql) {
		Long number = this.jdbc.queryForObject(sql, Long.class);
		return (number != null) ? number : 0;
	}

}
