package io.bailiwick.transaction;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.error.PostgresExceptionTranslator;
import io.bailiwick.test.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What transactions cost in round trips, counted at the protocol, and that what rides
 * along arrives.
 */
class RoundTripsIntegrationTests {

	private static WireTap tap;

	private static TestUnits units;

	@BeforeAll
	static void connect() throws IOException {
		TestPostgres.Database database = TestPostgres.newDatabase();
		database.execute("CREATE TABLE account (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, balance int)");
		database.execute("INSERT INTO account (balance) SELECT 100 FROM generate_series(1, 10)");
		tap = new WireTap(database);
		units = TestUnits.of(tap.database());
		units.jdbc().queryForList("SELECT 1");
	}

	@AfterAll
	static void disconnect() throws IOException {
		units.close();
		tap.close();
	}

	@BeforeEach
	void reset() {
		tap.reset();
	}

	@Test
	void twoStatementsCostWhatHandWrittenSqlCosts() throws SQLException {
		units.transactions().run(RoundTripsIntegrationTests::transfer);
		int roundTrips = tap.roundTrips();
		assertThat(roundTrips).isEqualTo(handWritten()).isEqualTo(3);
	}

	@Test
	void everythingThatIsSaidAtTheStartRidesAlong() throws SQLException {
		units.transactions()
			.isolation(Isolation.SERIALIZABLE)
			.timeout(Duration.ofSeconds(20))
			.identified()
			.retry(3)
			.run(RoundTripsIntegrationTests::transfer);
		int roundTrips = tap.roundTrips();
		assertThat(roundTrips).isEqualTo(handWritten());
		assertThat(tap.statements().subList(0, 3)).map(String::strip)
			.startsWith("BEGIN", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET LOCAL statement_timeout = 20000");
	}

	@Test
	void readOnlyRidesAlong() {
		units.transactions()
			.readOnly()
			.isolation(Isolation.REPEATABLE_READ)
			.identified()
			.run(() -> assertThat(settings()).containsEntry("isolation", "repeatable read")
				.containsEntry("read_only", "on"));
		assertThat(tap.roundTrips()).isEqualTo(2);
		assertThat(tap.statements()).startsWith("BEGIN READ ONLY").noneMatch((sql) -> sql.contains("xact_id"));
	}

	@Test
	void springAloneNeedsThreeMoreForAnIsolationLevel() {
		TransactionTemplate plain = new TransactionTemplate(new JdbcTransactionManager(units.pool()));
		plain.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
		plain.executeWithoutResult((status) -> transfer());
		assertThat(tap.roundTrips()).isEqualTo(6);
	}

	@Test
	void anIsolationLevelOfATemplateRidesAlongToo() {
		TransactionTemplate template = new TransactionTemplate(units.manager());
		template.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
		template.setTimeout(20);
		template.executeWithoutResult((status) -> assertThat(settings()).containsEntry("isolation", "serializable")
			.containsEntry("statement_timeout", "20s"));
		assertThat(tap.roundTrips()).isEqualTo(2);
	}

	@Test
	void nothingIsLeftBehindOnTheConnection() {
		Map<String, Object> before = settings();
		units.transactions()
			.isolation(Isolation.SERIALIZABLE)
			.timeout(Duration.ofMillis(1234))
			.run(() -> assertThat(settings()).containsEntry("isolation", "serializable")
				.containsEntry("statement_timeout", "1234ms")
				.doesNotContainEntry("transaction_bound", before.get("transaction_bound")));
		assertThat(settings()).isEqualTo(before);
	}

	@Test
	void aTransactionWithoutStatementsCostsNothing() {
		units.transactions().isolation(Isolation.SERIALIZABLE).timeout(Duration.ofSeconds(1)).run(() -> {
		});
		assertThat(tap.roundTrips()).isZero();
	}

	@Test
	void whatCanNotTakeThePreambleAlongCostsOneMore() {
		Transactions serializable = units.transactions().isolation(Isolation.SERIALIZABLE);
		serializable.run(() -> {
			units.jdbc()
				.batchUpdate("UPDATE account SET balance = balance + ? WHERE id = ?",
						List.of(new Object[] { 1, 1 }, new Object[] { -1, 2 }));
			assertThat(settings()).containsEntry("isolation", "serializable");
		});
		assertThat(tap.roundTrips()).isEqualTo(4);
		tap.reset();
		serializable.identified().run(() -> {
			GeneratedKeyHolder key = new GeneratedKeyHolder();
			units.jdbc()
				.update((connection) -> connection.prepareStatement("INSERT INTO account (balance) VALUES (0)",
						new String[] { "id" }), key);
			assertThat(key.getKey()).isNotNull();
			assertThat(settings()).containsEntry("isolation", "serializable");
		});
		assertThat(tap.roundTrips()).isEqualTo(4);
		tap.reset();
		serializable.run(() -> onConnection((connection) -> {
			Savepoint savepoint = connection.setSavepoint();
			transfer();
			connection.rollback(savepoint);
			assertThat(settings()).containsEntry("isolation", "serializable");
			return null;
		}));
		assertThat(tap.roundTrips()).isEqualTo(7);
	}

	@Test
	void theFirstStatementMayBeOfAnyKind() {
		Transactions riding = units.transactions().timeout(Duration.ofSeconds(20)).identified();
		riding.run(() -> {
			units.jdbc().execute("CREATE TEMPORARY TABLE note (text text) ON COMMIT DROP");
			assertThat(units.jdbc().update("INSERT INTO note VALUES ('a; b')")).isOne();
		});
		riding.run(() -> onConnection((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM account WHERE id <= ?")) {
				statement.setFetchSize(3);
				statement.setInt(1, 8);
				assertThat(rows(statement.executeQuery())).isEqualTo(8);
				statement.setInt(1, 2);
				assertThat(rows(statement.executeQuery())).isEqualTo(2);
				assertThat(statement.execute()).isTrue();
				assertThat(rows(statement.getResultSet())).isEqualTo(2);
				assertThat(statement.getMoreResults()).isFalse();
			}
			return null;
		}));
		riding.run(() -> onConnection((connection) -> {
			try (PreparedStatement unused = connection.prepareStatement("SELECT 1");
					PreparedStatement update = connection
						.prepareStatement("UPDATE account SET balance = balance WHERE id < ?")) {
				update.setInt(1, 4);
				assertThat(update.executeLargeUpdate()).isEqualTo(3);
				assertThat(rows(unused.executeQuery())).isOne();
				assertThat(update.getConnection()).isSameAs(connection);
			}
			return null;
		}));
		riding.run(() -> onConnection((connection) -> {
			try (Statement statement = connection.createStatement()) {
				assertThat(statement.execute("UPDATE account SET balance = balance WHERE id < 4; SELECT 1")).isFalse();
				assertThat(statement.getUpdateCount()).isEqualTo(3);
				assertThat(statement.getMoreResults()).isTrue();
			}
			return null;
		}));
	}

	@Test
	void wrongUseOfTheFirstStatementIsReportedAsTheDriverDoes() {
		Transactions riding = units.transactions().isolation(Isolation.SERIALIZABLE);
		riding.run(() -> onConnection((connection) -> {
			try (Statement statement = connection.createStatement()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeUpdate("SELECT 1"));
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.executeQuery("UPDATE account SET balance = balance WHERE id = 0"));
			}
			return null;
		}));
		riding.run(() -> onConnection((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeQuery);
				assertThat(settings()).as("what was not sent is still said").containsEntry("isolation", "serializable");
				statement.setInt(1, 1);
				assertThat(rows(statement.executeQuery())).isOne();
				statement.close();
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeQuery);
			}
			return null;
		}));
	}

	@Test
	void aLockIsTakenBeforeASnapshot() {
		units.transactions().isolation(Isolation.REPEATABLE_READ).identified().run(() -> {
			units.jdbc().execute("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE");
			assertThat(tap.statements()).noneMatch((sql) -> sql.contains("xact_id"));
			transfer();
		});
		assertThat(tap.statements()).map(String::strip)
			.containsSubsequence("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE",
					Preamble.ASK_FOR_ID.replace("; ", ""));
		assertThat(tap.roundTrips()).isEqualTo(4);
	}

	@Test
	void aStatementThatIsPreparedOnTheServerRidesAsWell() {
		Transactions riding = units.transactions().isolation(Isolation.SERIALIZABLE).timeout(Duration.ofSeconds(20));
		for (int i = 0; i < 8; i++) {
			tap.reset();
			riding.run(RoundTripsIntegrationTests::transfer);
			assertThat(tap.roundTrips()).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "extendedForPrepared", "extendedCacheEverything" })
	void everyWayInWhichTheDriverSendsStatementsWillDo(String mode) {
		TestPostgres.Database database = tap.database();
		try (TestUnits others = TestUnits.of(new TestPostgres.Database(database.url() + "&preferQueryMode=" + mode,
				database.username(), database.password()))) {
			assertThat(others.count("account")).isPositive();
			tap.reset();
			others.transactions()
				.isolation(Isolation.SERIALIZABLE)
				.timeout(Duration.ofSeconds(20))
				.identified()
				.run(() -> {
					assertThat(others.jdbc()
						.queryForObject("SELECT current_setting('transaction_isolation') WHERE 1 = ?", String.class, 1))
						.isEqualTo("serializable");
					assertThat(others.count("account")).isPositive();
				});
			assertThat(tap.roundTrips()).isEqualTo(3);
		}
	}

	@Test
	void aConnectionThatIsFetchedLazilyIsFetchedForAStatementOnly() {
		LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(units.pool());
		lazy.setDefaultAutoCommit(true);
		lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		Transactions transactions = new Transactions("wallets",
				new TransactionTemplate(
						new PostgresTransactionManager(lazy, PostgresExceptionTranslator.of("wallets", null))),
				lazy)
			.isolation(Isolation.SERIALIZABLE)
			.timeout(Duration.ofSeconds(20));
		JdbcTemplate jdbc = new JdbcTemplate(lazy);
		transactions
			.run(() -> assertThat(jdbc.queryForObject("SELECT current_setting('transaction_isolation')", String.class))
				.isEqualTo("serializable"));
		assertThat(tap.roundTrips()).isEqualTo(2);
		transactions
			.run(() -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					assertThat(units.pool().getHikariPoolMXBean().getActiveConnections()).isZero();
				}

			}));
		assertThat(tap.roundTrips()).isEqualTo(2);
	}

	private static void transfer() {
		assertThat(units.jdbc().update("UPDATE account SET balance = balance - ? WHERE id = ?", 1, 1)).isOne();
		assertThat(units.jdbc().update("UPDATE account SET balance = balance + ? WHERE id = ?", 1, 2)).isOne();
	}

	private static Map<String, Object> settings() {
		return units.jdbc().queryForMap("""
				SELECT current_setting('transaction_isolation') AS isolation,
					current_setting('transaction_read_only') AS read_only,
					current_setting('statement_timeout') AS statement_timeout,
					coalesce(current_setting('transaction_timeout', true), '')
						|| current_setting('idle_in_transaction_session_timeout') AS transaction_bound
				""");
	}

	private static <T> void onConnection(ConnectionCallback<T> action) throws DataAccessException {
		// Not the proxy of the template, which applies settings of its own.
		units.jdbc()
			.execute((ConnectionCallback<T>) (proxy) -> action
				.doInConnection(DataSourceUtils.getConnection(units.pool())));
	}

	private static int rows(ResultSet rows) throws SQLException {
		int count = 0;
		while (rows.next()) {
			count++;
		}
		return count;
	}

	/**
	 * The same transfer with nothing but the driver.
	 */
	private static int handWritten() throws SQLException {
		int before = tap.roundTrips();
		try (Connection connection = units.pool().getConnection()) {
			connection.setAutoCommit(false);
			for (int id = 1; id <= 2; id++) {
				try (PreparedStatement statement = connection
					.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?")) {
					statement.setInt(1, 1);
					statement.setInt(2, id);
					statement.executeUpdate();
				}
			}
			connection.commit();
		}
		return tap.roundTrips() - before;
	}

}
