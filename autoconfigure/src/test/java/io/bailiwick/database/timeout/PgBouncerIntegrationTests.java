package io.bailiwick.database.timeout;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.StartupRefusedException;
import io.bailiwick.database.timeout.Pooling.Kind;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PgBouncerIntegrationTests {

	private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(31), Duration.ofMillis(5500), null, null);

	private final Database database = TestPostgres.newDatabase();

	@Test
	void aDirectConnectionIsRecognized() throws Exception {
		Pooling pooling = new PoolingProbe((patience) -> this.database.connect()).look();
		assertThat(pooling.kind()).isEqualTo(Kind.DIRECT);
		assertThat(pooling.preparedStatements()).isTrue();
	}

	@Test
	void transactionPoolingIsRecognizedByTheServerProcess() throws Exception {
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = transaction")) {
			Pooling pooling = probe(bouncer).look();
			assertThat(pooling.kind()).isEqualTo(Kind.TRANSACTION);
			try (Connection connection = connect(bouncer)) {
				assertThat(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
					.queryForList("SELECT name FROM pg_prepared_statements WHERE name LIKE 'S\\_%'")).isEmpty();
			}
		}
	}

	@Test
	void sessionPoolingIsRecognizedAsAPoolerThatHasNotShownItsMode() throws Exception {
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = session")) {
			assertThat(probe(bouncer).look().kind()).isEqualTo(Kind.UNDECIDED);
		}
	}

	@Test
	void aPoolOfOneServerConnectionDoesNotBlockTheProbeForLong() throws Exception {
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = session", "default_pool_size = 1")) {
			long start = System.nanoTime();
			assertThat(probe(bouncer).look().kind()).isEqualTo(Kind.UNDECIDED);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		}
	}

	@Test
	void timeoutsInTheStartupPacketAreRefusedAndTheRefusalIsExplained() throws Exception {
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = transaction")) {
			HikariConfig config = config(bouncer);
			config.setInitializationFailTimeout(1);
			HikariDataSource pool = pool(config);
			new StartupOptions(TIMEOUTS.settings(18)).complete(pool);
			DatabaseLocation location = new DatabaseLocation("reporting", bouncer.url(), "app", null);
			assertThatExceptionOfType(Exception.class).isThrownBy(pool::getConnection).satisfies((ex) -> {
				StartupRefusedException explained = StartupRefusedException.explain(location, ex);
				assertThat(explained).isNotNull();
				assertThat(explained.analysis().getAction()).contains("bailiwick.databases.reporting.pgbouncer=true");
			});
			pool.close();
			assertThat(StartupRefusedException.explain(location, new SQLException("something else"))).isNull();
		}
	}

	@Test
	void settingsOfTheRoleHoldInEveryTransaction() throws Exception {
		String name = this.database.url().replaceFirst(".*/", "");
		RoleSettings settings = new RoleSettings(this.database.username(), name, TIMEOUTS, 0,
				List.of("users", "wallets", "public"));
		for (String statement : settings.statements()) {
			this.database.execute(statement);
		}
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = transaction")) {
			HikariDataSource pool = pool(config(bouncer));
			new PoolerDefaults(false).complete(pool);
			try (pool; Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
				one.setAutoCommit(false);
				for (Connection connection : List.of(one, other)) {
					TimeoutsInForce inForce = TimeoutsInForce.read(connection);
					assertThat(inForce.differences(TIMEOUTS)).isEmpty();
					assertThat(inForce.byName().get("lock_timeout").source()).isEqualTo("database user");
					assertThat(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
						.queryForObject("SHOW search_path", String.class)).isEqualTo("users, wallets, public");
				}
			}
		}
	}

	@Test
	void statementsWorkWhereTheServerChangesUnderThem() throws Exception {
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = transaction", "server_round_robin = 1")) {
			assertStatementsWork(bouncer, probe(bouncer).look().preparedStatements());
		}
	}

	@Test
	void statementsThatThePoolerKeepsTrackOfArePrepared() throws Exception {
		Assumptions.assumeTrue(PgBouncer.canTrackPreparedStatements(), "pgbouncer is older than 1.21");
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = transaction", "server_round_robin = 1",
				"max_prepared_statements = 100")) {
			assertThat(probe(bouncer).look().preparedStatements()).isTrue();
			assertStatementsWork(bouncer, true);
		}
	}

	@Test
	void statementsThatNobodyKeepsTrackOfAreNotPrepared() throws Exception {
		String[] settings = (PgBouncer.canTrackPreparedStatements())
				? new String[] { "pool_mode = transaction", "server_round_robin = 1", "max_prepared_statements = 0" }
				: new String[] { "pool_mode = transaction", "server_round_robin = 1" };
		try (PgBouncer bouncer = PgBouncer.start(this.database, settings)) {
			assertThat(probe(bouncer).look().preparedStatements()).isFalse();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> assertStatementsWork(bouncer, true))
				.withMessageContaining("prepared statement");
		}
	}

	private void assertStatementsWork(PgBouncer bouncer, boolean prepared) throws SQLException {
		HikariConfig config = config(bouncer);
		config.setMaximumPoolSize(3);
		HikariDataSource pool = pool(config);
		new PoolerDefaults(prepared).complete(pool);
		try (pool; Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
			one.setAutoCommit(false);
			JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(other, true));
			JdbcTemplate first = new JdbcTemplate(new SingleConnectionDataSource(one, true));
			for (int i = 0; i < 100; i++) {
				first.queryForObject("SELECT ?::int", Integer.class, i);
				assertThat(jdbc.queryForObject("SELECT ?::int", Integer.class, i)).isEqualTo(i);
				one.rollback();
			}
		}
	}

	private static PoolingProbe probe(PgBouncer bouncer) {
		return new PoolingProbe(new PlainConnections(pool(config(bouncer))));
	}

	private static Connection connect(PgBouncer bouncer) throws SQLException {
		return DriverManager.getConnection(bouncer.url(), "app", "");
	}

	private static HikariConfig config(PgBouncer bouncer) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(bouncer.url());
		config.setUsername("app");
		config.setMaximumPoolSize(2);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(10_000);
		return config;
	}

	/**
	 * A pool that has not been started.
	 */
	private static HikariDataSource pool(HikariConfig config) {
		HikariDataSource pool = new HikariDataSource();
		config.copyStateTo(pool);
		return pool;
	}

}
