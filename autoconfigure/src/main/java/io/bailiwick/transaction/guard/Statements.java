package io.bailiwick.transaction.guard;

import java.sql.Connection;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sees the statements of transactions: the last one, and how often each was there.
 */
final class Statements {

	private final boolean remembers;

	private final boolean counts;

	private final GuardSettings settings;

	private final Wording wording;

	private final Findings findings;

	Statements(GuardSettings settings, Wording wording, Findings findings) {
		this.settings = settings;
		this.remembers = settings.isOn(Guard.LONG_TRANSACTION);
		this.counts = settings.isOn(Guard.REPEATED_STATEMENTS);
		this.wording = wording;
		this.findings = findings;
	}

	/**
	 * Whether anybody wants to know.
	 */
	boolean isOn() {
		return this.remembers || this.counts;
	}

	/**
	 * Have a connection watched that a transaction is about to take, if anybody wants to
	 * know.
	 */
	Connection watch(OpenTransaction open, Connection connection) {
		if (!isOn()) {
			return connection;
		}
		open.watched();
		return new WatchedConnection(connection, new OfTransaction(open));
	}

	/**
	 * Have the connection of a transaction watched that came from elsewhere than a
	 * domain's data source. A holder can not be given another connection, hence another
	 * holder.
	 */
	void watch(OpenTransaction open, TransactionExecution execution) {
		if (isOn() && !open.isWatched() && open.manager().jdbc() && execution instanceof DefaultTransactionStatus status
				&& status.getTransaction() instanceof JdbcTransactionObjectSupport transaction
				&& transaction.hasConnectionHolder()) {
			ConnectionHolder plain = transaction.getConnectionHolder();
			ConnectionHolder holder = new ConnectionHolder(watch(open, plain.getConnection()), true);
			holder.setSynchronizedWithTransaction(true);
			if (plain.getDeadline() != null) {
				holder.setTimeoutInMillis(Math.max(1, plain.getDeadline().getTime() - System.currentTimeMillis()));
			}
			transaction.setConnectionHolder(holder);
			TransactionSynchronizationManager.unbindResource(open.manager().dataSource());
			TransactionSynchronizationManager.bindResource(open.manager().dataSource(), holder);
		}
	}

	private void executed(OpenTransaction open, String sql) {
		int times = open.executed(sql);
		int limit = this.settings.repeats();
		boolean refusing = this.settings.mode(Guard.REPEATED_STATEMENTS) == GuardMode.FAIL;
		if (times == limit + 1 || (times > limit && refusing)) {
			this.findings.report(repeated(open, sql, limit));
		}
	}

	private Finding repeated(OpenTransaction open, String sql, int limit) {
		@Nullable String name = open.name();
		return new Finding(Guard.REPEATED_STATEMENTS, this.wording.domain(name, open.manager()), name + " " + sql,
				() -> "At %s, a statement was to be executed for the %s time in %s: %s%n".formatted(CallSite.here(),
						ordinal(limit + 1), this.wording.transaction(name, open.pool()),
						StatementText.withoutValues(sql)),
				"It was not sent, and the transaction is as it was.", "It was sent all the same.",
				"Ask once for everything (a join, or = ANY (?)), or send it as a batch. 'bailiwick.guards.repeated-statements-limit' says how often is often.");
	}

	private static String ordinal(int number) {
		String suffix = switch (number % 10) {
			case 1 -> (number % 100 != 11) ? "st" : "th";
			case 2 -> (number % 100 != 12) ? "nd" : "th";
			case 3 -> (number % 100 != 13) ? "rd" : "th";
			default -> "th";
		};
		return number + suffix;
	}

	/**
	 * The statements of one transaction.
	 */
	private final class OfTransaction implements StatementWatch {

		private final OpenTransaction open;

		OfTransaction(OpenTransaction open) {
			this.open = open;
		}

		@Override
		public void before(String sql) {
			String text = StatementText.withoutPreamble(sql);
			this.open.lastStatement(text);
			if (Statements.this.counts && !text.isEmpty()) {
				executed(this.open, text);
			}
		}

	}

}
