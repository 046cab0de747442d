package io.bailiwick.transaction.guard;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Statements on connections that were not taken for a transaction.
 */
final class OutsideTransactions {

	private final boolean always;

	private final boolean inOthers;

	private final ThreadTransactions transactions;

	private final SecondDatabase secondDatabase;

	private final Residences residences;

	private final Findings findings;

	OutsideTransactions(GuardSettings settings, ThreadTransactions transactions, SecondDatabase secondDatabase,
			Residences residences, Findings findings) {
		this.always = settings.isOn(Guard.NO_TRANSACTION);
		this.inOthers = settings.isOn(Guard.SECOND_DATABASE);
		this.transactions = transactions;
		this.secondDatabase = secondDatabase;
		this.residences = residences;
		this.findings = findings;
	}

	/**
	 * Have a connection watched, if anybody wants to know.
	 */
	Connection watch(String domain, Object pool, Connection connection) {
		boolean wanted = this.always || (this.inOthers && this.transactions.writingElsewhere(pool) != null);
		return wanted ? new WatchedConnection(connection, new Outside(domain, pool, connection)) : connection;
	}

	private void before(Outside outside, String sql) throws SQLException {
		if (this.inOthers) {
			this.secondDatabase.check(outside.domain(), outside.pool(), sql);
		}
		// Otherwise somebody minds the transaction without Spring.
		if (this.always && outside.connection().getAutoCommit()) {
			this.findings.report(new Finding(Guard.NO_TRANSACTION, outside.domain(), sql,
					() -> "At %s, a statement of the domain '%s' was to be executed on %s outside of any transaction: %s%n"
						.formatted(CallSite.here(), outside.domain(), this.residences.of(outside.pool()).describe(),
								StatementText.withoutValues(sql)),
					"It was not sent.", "It was sent all the same, and held at once.",
					"Execute it in Transactions.run or Transactions.call, or annotate the method with @Transactional(\"%s\"); readOnly if it only reads."
						.formatted(outside.domain())));
		}
	}

	/**
	 * A connection that was not taken for a transaction.
	 */
	private final class Outside implements StatementWatch {

		private final String domain;

		private final Object pool;

		private final Connection connection;

		Outside(String domain, Object pool, Connection connection) {
			this.domain = domain;
			this.pool = pool;
			this.connection = connection;
		}

		String domain() {
			return this.domain;
		}

		Object pool() {
			return this.pool;
		}

		Connection connection() {
			return this.connection;
		}

		@Override
		public void before(String sql) throws SQLException {
			OutsideTransactions.this.before(this, sql);
		}

	}

}
