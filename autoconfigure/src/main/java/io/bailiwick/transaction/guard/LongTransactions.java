package io.bailiwick.transaction.guard;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Watches over the transactions that are open, and speaks up while a long one still is:
 * then, and each time that its age has doubled.
 */
final class LongTransactions implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LongTransactions.class);

	private static final long SHORTEST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);

	private static final long LONGEST_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private static final String REMEDY = "Do what takes long outside of the transaction, or split the work. 'bailiwick.guards.long-transaction-after' (now: %s) says what is too long; Transactions.timeout bounds a transaction on the server.";

	private final Duration after;

	private final Wording wording;

	private final Findings findings;

	private final ThreadTransactions transactions;

	private final ScheduledThreadPoolExecutor executor;

	LongTransactions(Duration after, ThreadTransactions transactions, Wording wording, Findings findings) {
		this.after = after;
		this.transactions = transactions;
		this.wording = wording;
		this.findings = findings;
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "bailiwick-long-transactions");
			thread.setDaemon(true);
			return thread;
		});
	}

	void start() {
		long interval = Math.max(SHORTEST_INTERVAL, Math.min(LONGEST_INTERVAL, this.after.toNanos() / 10));
		this.executor.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.NANOSECONDS);
	}

	/**
	 * Refuse to commit a transaction that is too old by now.
	 */
	void checkBeforeCommit(OpenTransaction transaction) {
		long age = transaction.age(System.nanoTime());
		if (age >= this.after.toNanos()) {
			this.findings.refuse(finding(transaction, age, Thread.currentThread().getStackTrace()));
		}
	}

	private void look() {
		try {
			long now = System.nanoTime();
			this.transactions.forEach((transaction) -> look(transaction, transaction.age(now)));
		}
		catch (RuntimeException ex) {
			logger.warn("Could not look at the open transactions", ex);
		}
	}

	private void look(OpenTransaction transaction, long age) {
		if (age >= this.after.toNanos() && age >= transaction.reportAt() && !transaction.isBeginning()
				&& !transaction.isOver()) {
			transaction.reportAt(2 * age);
			this.findings.warn(finding(transaction, age, transaction.thread().getStackTrace()));
		}
	}

	private Finding finding(OpenTransaction transaction, long age, StackTraceElement[] stack) {
		String last = transaction.lastStatement();
		return new Finding(Guard.LONG_TRANSACTION, this.wording.domain(transaction.name(), transaction.manager()),
				String.valueOf(transaction.name()),
				() -> "%s has been open for %s in the thread '%s'.%n  opened at: %s%n  is at: %s%n  last statement: %s%n"
					.formatted(capitalized(this.wording.transaction(transaction.name(), transaction.pool())),
							rounded(age), transaction.thread().getName(),
							CallSite.ofOpener(stack, transaction.name(), transaction.outer() == null),
							CallSite.of(stack), (last != null) ? StatementText.withoutValues(last) : "none was seen"),
				"It was not committed: it is rolled back.",
				"It goes on, and keeps its connection, its locks and what the server could clean up otherwise.",
				REMEDY.formatted(shown(this.after)));
	}

	private static String capitalized(String text) {
		return Character.toUpperCase(text.charAt(0)) + text.substring(1);
	}

	private static String rounded(long nanos) {
		Duration age = Duration.ofNanos(nanos);
		return (age.compareTo(Duration.ofSeconds(10)) < 0) ? age.toMillis() + " ms" : age.toSeconds() + " s";
	}

	private static String shown(Duration duration) {
		return (duration.toNanos() % TimeUnit.SECONDS.toNanos(1) == 0) ? duration.toSeconds() + "s"
				: duration.toMillis() + "ms";
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
