package io.bailiwick.transaction;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.bailiwick.transaction.Bank.NotCovered;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Takes one order after the other and believes whatever {@link Transactions} says of
 * them.
 */
final class BankTeller implements Runnable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Bank bank;

	private final Transactions transactions;

	private final BankBooks books;

	private final SplittableRandom random;

	private final BooleanSupplier closed;

	BankTeller(Bank bank, Transactions transactions, BankBooks books, SplittableRandom random, BooleanSupplier closed) {
		this.bank = bank;
		this.transactions = transactions;
		this.books = books;
		this.random = random;
		this.closed = closed;
	}

	@Override
	public void run() {
		try {
			while (!this.closed.getAsBoolean()) {
				serve(BankOrder.random(this.random));
			}
		}
		catch (Throwable ex) {
			this.books.mistake(ex);
		}
	}

	private void serve(BankOrder order) throws InterruptedException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		AtomicBoolean nestedHolds = new AtomicBoolean();
		boolean again = true;
		while (again) {
			again = false;
			try {
				this.bank.execute(order, nestedHolds);
				this.books.done(order, nestedHolds.get());
			}
			catch (CommitOutcomeUnknownException ex) {
				this.books.count("unknown");
				again = order.idempotent() && System.nanoTime() < deadline;
				if (!order.idempotent()) {
					conclude(order, nestedHolds.get(), ex, deadline);
				}
				else if (!again) {
					throw ex;
				}
			}
			catch (NotCovered | DataAccessException | TransactionException ex) {
				this.books.count("not done because of " + ex.getClass().getSimpleName());
				this.books.notDone(order);
			}
		}
	}

	private void conclude(BankOrder order, boolean nestedHolds, CommitOutcomeUnknownException ex, long deadline)
			throws InterruptedException {
		TransactionOutcome outcome = outcome(ex, deadline);
		this.books.count("unknown, then " + outcome);
		switch (outcome) {
			case COMMITTED -> this.books.done(order, nestedHolds);
			case ROLLED_BACK -> this.books.notDone(order);
			default -> throw new IllegalStateException("It is not to be found out what became of it: " + outcome, ex);
		}
	}

	/**
	 * Ask until the server can be reached and has noticed that the connection is gone.
	 */
	private TransactionOutcome outcome(CommitOutcomeUnknownException ex, long deadline) throws InterruptedException {
		while (true) {
			try {
				TransactionOutcome outcome = this.transactions.outcomeOf(ex.getTransactionId());
				if (outcome != TransactionOutcome.IN_PROGRESS || System.nanoTime() > deadline) {
					return outcome;
				}
			}
			catch (DataAccessException unreachable) {
				if (System.nanoTime() > deadline) {
					throw unreachable;
				}
			}
			this.books.count("asked again");
			Thread.sleep(5);
		}
	}

}
