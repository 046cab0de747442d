package io.bailiwick.transaction;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.annotation.Isolation;

/**
 * What a customer of the bank orders.
 *
 * @param id tells it from all others
 * @param debit the account that pays
 * @param credit the account that is paid
 * @param amount how much, more than anybody has if it is to be refused
 * @param isolation of the unit of work
 * @param idempotent whether it is executed again until its outcome is known
 * @param nested a second transfer that may fail alone
 */
record BankOrder(long id, int debit, int credit, long amount, Isolation isolation, boolean idempotent,
		@Nullable BankOrder nested) {

	static final int ACCOUNTS = 24;

	static final long BALANCE = 1000;

	private static final int HOT_ACCOUNTS = 3;

	private static final long TOO_MUCH = ACCOUNTS * BALANCE + 1;

	private static final AtomicLong lastId = new AtomicLong();

	static BankOrder random(SplittableRandom random) {
		Isolation isolation = random.nextBoolean() ? Isolation.SERIALIZABLE : Isolation.READ_COMMITTED;
		boolean idempotent = random.nextInt(5) == 0;
		BankOrder nested = (!idempotent && random.nextInt(3) == 0) ? single(random, isolation, 3, false, null) : null;
		return single(random, isolation, 20, idempotent, nested);
	}

	/**
	 * One of so many is refused.
	 */
	private static BankOrder single(SplittableRandom random, Isolation isolation, int refused, boolean idempotent,
			@Nullable BankOrder nested) {
		int debit = account(random);
		int credit = account(random);
		while (credit == debit) {
			credit = account(random);
		}
		long amount = (random.nextInt(refused) == 0) ? TOO_MUCH : random.nextInt(1, 100);
		return new BankOrder(lastId.incrementAndGet(), debit, credit, amount, isolation, idempotent, nested);
	}

	private static int account(SplittableRandom random) {
		return 1 + random.nextInt((random.nextInt(3) == 0) ? HOT_ACCOUNTS : ACCOUNTS);
	}

}
