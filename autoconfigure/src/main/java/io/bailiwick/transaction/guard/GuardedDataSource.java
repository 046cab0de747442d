package io.bailiwick.transaction.guard;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A domain's data source that has an eye on its connections, those of transactions and
 * those outside of them.
 */
final class GuardedDataSource extends DelegatingDataSource implements InfrastructureProxy {

	private final String domain;

	private final Object pool;

	private final ThreadTransactions transactions;

	private final Statements statements;

	private final OutsideTransactions outside;

	GuardedDataSource(String domain, DataSource target, ThreadTransactions transactions, Statements statements,
			OutsideTransactions outside) {
		super(target);
		this.domain = domain;
		this.pool = Residences.poolOf(target);
		this.transactions = transactions;
		this.statements = statements;
		this.outside = outside;
	}

	@Override
	public Object getWrappedObject() {
		return this.pool;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return watched(super.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return watched(super.getConnection(username, password));
	}

	private Connection watched(Connection connection) {
		OpenTransaction current = this.transactions.current();
		if (current != null && current.isBeginning() && current.pool().equals(this.pool)) {
			return this.statements.watch(current, connection);
		}
		return this.outside.watch(this.domain, this.pool, connection);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof GuardedDataSource handle && handle.pool.equals(this.pool));
	}

	@Override
	public int hashCode() {
		return this.pool.hashCode();
	}

	@Override
	public String toString() {
		return "Guarded " + getTargetDataSource();
	}

}
