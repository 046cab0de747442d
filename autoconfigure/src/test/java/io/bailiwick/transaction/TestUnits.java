package io.bailiwick.transaction;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.error.PostgresExceptionTranslator;
import io.bailiwick.test.TestPostgres.Database;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A domain's pool, transactions and template, as the auto-configuration makes them.
 */
record TestUnits(HikariDataSource pool, PostgresTransactionManager manager, Transactions transactions,
		JdbcTemplate jdbc) implements AutoCloseable {

	static TestUnits of(Database database) {
		return of(database, 4);
	}

	static TestUnits of(Database database, int connections) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(database.url());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(connections);
		pool.setMinimumIdle(0);
		PostgresExceptionTranslator translator = PostgresExceptionTranslator.of("wallets", null);
		PostgresTransactionManager manager = new PostgresTransactionManager(pool, translator);
		JdbcTemplate jdbc = new JdbcTemplate(pool);
		jdbc.setExceptionTranslator(translator);
		return new TestUnits(pool, manager, new Transactions("wallets", new TransactionTemplate(manager), pool), jdbc);
	}

	int count(String table) {
		Integer count = this.jdbc.queryForObject("SELECT count(*) FROM " + table, Integer.class);
		return (count != null) ? count : -1;
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
