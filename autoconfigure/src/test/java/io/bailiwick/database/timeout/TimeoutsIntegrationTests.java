package io.bailiwick.database.timeout;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.timeout.TimeoutsInForce.InForce;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TimeoutsIntegrationTests {

	private static final Timeouts APPLICATION = new Timeouts(Duration.ofMillis(300), Duration.ofMillis(200),
			Duration.ofSeconds(60), Duration.ofMinutes(10));

	private final HikariDataSource pool = pool();

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Test
	void travelInTheStartupPacketOfEachConnection() throws SQLException {
		int version = start();
		try (Connection connection = this.pool.getConnection()) {
			TimeoutsInForce inForce = TimeoutsInForce.read(connection);
			assertThat(inForce.byName()).containsEntry("statement_timeout",
					new InForce(Duration.ofMillis(300), "client"));
			assertThat(inForce.describe()).startsWith("statement_timeout 300ms (client), lock_timeout 200ms (client), "
					+ "idle_in_transaction_session_timeout 60s (client)");
			if (version >= 17) {
				assertThat(inForce.differences(APPLICATION)).isEmpty();
			}
			else {
				assertThat(inForce.differences(APPLICATION))
					.containsExactly("transaction_timeout is unknown to the server (wanted: 600s)");
			}
			assertThat(inForce.differences(new Timeouts(Duration.ZERO, null, null, null)))
				.containsExactly("statement_timeout is 300ms (client) (wanted: off)");
			assertThat(sqlState(connection, "SELECT pg_sleep(5)")).isEqualTo("57014");
		}
	}

	@Test
	void aServerTooOldForTheTransactionTimeoutWouldRefuseToConnect() throws SQLException {
		Assumptions.assumeTrue(TestPostgres.majorVersion() < 17, "the server has transaction_timeout");
		new StartupOptions(APPLICATION.settings(17)).complete(this.pool);
		this.pool.setInitializationFailTimeout(1);
		assertThatExceptionOfType(Exception.class).isThrownBy(this.pool::getConnection)
			.withMessageContaining("transaction_timeout");
	}

	@Test
	void aMigrationMayTakeLongerAndTheNextBorrowerHasTheTimeoutsOfTheApplication() throws SQLException {
		int version = start();
		MigrationDataSource migrations = new MigrationDataSource(this.pool, Timeouts.MIGRATION);
		try (Connection connection = migrations.getConnection()) {
			TimeoutsInForce inForce = TimeoutsInForce.read(connection);
			assertThat(inForce.byName()).hasSize((version >= 17) ? 4 : 3);
			assertThat(inForce.byName()
				.values()
				.stream()
				.allMatch((timeout) -> timeout.timeout().isZero() || timeout.timeout().equals(Duration.ofSeconds(10))))
				.isTrue();
			execute(connection, "SELECT pg_sleep(0.5)");
			// What a migration leaves behind.
			execute(connection, "SET statement_timeout = '1h'");
		}
		assertApplicationTimeouts();
	}

	@Test
	void theTimeoutsComeBackAfterAMigrationThatFailedInATransaction() throws SQLException {
		start();
		try (Connection connection = new MigrationDataSource(this.pool, Timeouts.MIGRATION).getConnection()) {
			connection.setAutoCommit(false);
			assertThat(sqlState(connection, "SELECT 1 / 0")).isEqualTo("22012");
		}
		assertApplicationTimeouts();
	}

	@Test
	void theTimeoutsComeBackInAPoolThatDoesNotCommitByItself() throws SQLException {
		this.pool.setAutoCommit(false);
		start();
		try (Connection connection = new MigrationDataSource(this.pool, Timeouts.MIGRATION).getConnection()) {
			connection.rollback();
			execute(connection, "SELECT pg_sleep(0.5)");
			connection.rollback();
		}
		assertApplicationTimeouts();
	}

	@Test
	void aServerThatCanNotLookForItsClientDoesWithout() throws SQLException {
		start();
		// The error is the one that a server gives on a platform where it can not.
		for (boolean thorough : new boolean[] { false, true }) {
			MigrationDataSource migrations = new MigrationDataSource(this.pool, Timeouts.MIGRATION, null, "-5",
					thorough);
			for (int i = 0; i < 2; i++) {
				try (Connection connection = migrations.getConnection()) {
					assertThat(TimeoutsInForce.read(connection).byName().get("lock_timeout").timeout())
						.isEqualTo(Duration.ofSeconds(10));
				}
				assertApplicationTimeouts();
			}
		}
	}

	@Test
	void aConnectionThatTheServerEndedDoesNotReturnToThePool() throws SQLException {
		start();
		int ended;
		try (Connection connection = new MigrationDataSource(this.pool, Timeouts.MIGRATION).getConnection()) {
			ended = process(connection);
			assertThat(sqlState(connection, "SELECT pg_terminate_backend(pg_backend_pid())")).startsWith("57P01");
		}
		try (Connection connection = this.pool.getConnection()) {
			assertThat(process(connection)).isNotEqualTo(ended);
		}
		assertApplicationTimeouts();
	}

	@Test
	void eachConnectionLentIsItselfAndClosedOnce() throws SQLException {
		start();
		MigrationDataSource migrations = new MigrationDataSource(this.pool, Timeouts.MIGRATION);
		Connection connection = migrations.getConnection();
		assertThat(connection).isEqualTo(connection).hasSameHashCodeAs(connection);
		assertThat(connection.unwrap(PGConnection.class)).isNotNull();
		connection.close();
		connection.close();
		assertThat(connection.isClosed()).isTrue();
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void anotherProductIsLeftAlone() throws SQLException {
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setUrl("jdbc:h2:mem:timeouts");
		try (Connection connection = new MigrationDataSource(h2, Timeouts.MIGRATION).getConnection()) {
			execute(connection, "SELECT 1");
		}
	}

	private int start() throws SQLException {
		int version = new PlainConnections(this.pool).serverMajorVersion();
		assertThat(version).isEqualTo(TestPostgres.majorVersion());
		new StartupOptions(APPLICATION.settings(version)).complete(this.pool);
		return version;
	}

	private void assertApplicationTimeouts() {
		assertThat(new JdbcTemplate(this.pool).queryForList("SHOW statement_timeout", String.class))
			.containsExactly("300ms");
		assertThat(new JdbcTemplate(this.pool).queryForList("SHOW lock_timeout", String.class))
			.containsExactly("200ms");
	}

	private static HikariDataSource pool() {
		Database database = TestPostgres.newDatabase();
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(database.url());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(1);
		return pool;
	}

	private static int process(Connection connection) throws SQLException {
		return connection.unwrap(PGConnection.class).getBackendPID();
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String sqlState(Connection connection, String sql) {
		try {
			execute(connection, sql);
			return "";
		}
		catch (SQLException ex) {
			return ex.getSQLState();
		}
	}

}
