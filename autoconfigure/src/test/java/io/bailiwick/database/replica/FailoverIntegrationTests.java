package io.bailiwick.database.replica;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FailoverIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@TempDir
	Path directory;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private ReplicationPair pair;

	@BeforeEach
	void startServers() throws Exception {
		this.pair = ReplicationPair.start(this.directory);
	}

	@AfterEach
	void stopServers() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
		}
		this.pair.close();
	}

	@Test
	void writesWorkAgainSoonAfterAPromoteAndNoAcknowledgedRowIsLost() throws Exception {
		acknowledgeOnlyWhatIsOnBoth();
		HikariDataSource primaryPool = pool(this.pair.primary().host() + "," + this.pair.standby().host());
		FailoverDefaults.complete(primaryPool);
		ReplicatedDataSource dataSource = new ReplicatedDataSource(ReplicationPair.database("main", primaryPool),
				ReplicationPair.database("replica", pool(this.pair.standby().host())),
				new ReplicaSettings(Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(500)));
		this.opened.add(0, dataSource);
		dataSource.start();
		ReplicationPair.await("the replica is up", () -> dataSource.state().condition() == ReplicaCondition.UP);
		try (Writers writers = new Writers(new JdbcTemplate(dataSource), 3)) {
			ReplicationPair.await("all write", () -> writers.acknowledged.size() > 300);
			this.pair.primary().kill();
			ReplicationPair.await("writes fail", () -> writers.failures.get() > 0);
			this.pair.standby().promote();
			long promoted = System.nanoTime();
			int before = writers.acknowledged.size();
			ReplicationPair.await("writes work again", LIMIT, () -> writers.acknowledged.size() > before + 300);
			System.out.printf("Writes worked again %d ms after the promote%n",
					Duration.ofNanos(System.nanoTime() - promoted).toMillis());
			writers.close();
			assertThat(this.pair.standby().jdbc().queryForList("SELECT id FROM entry", Long.class))
				.as("Every acknowledged row")
				.containsAll(writers.acknowledged);
		}
		ReplicationPair.await("the promote is seen", () -> dataSource.state().condition() == ReplicaCondition.PROMOTED);
		TransactionTemplate reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		reading.setReadOnly(true);
		assertThat(reading.<Boolean>execute(
				(status) -> new JdbcTemplate(dataSource).queryForObject("SELECT pg_is_in_recovery()", Boolean.class)))
			.isFalse();
	}

	@Test
	void aFirstHostThatIsSilentDoesNotKeepThePoolFromTheSecond() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
			HikariDataSource pool = pool("127.0.0.1:" + silent.getLocalPort() + "," + this.pair.primary().host());
			pool.setInitializationFailTimeout(-1);
			pool.setConnectionTimeout(60_000);
			pool.addDataSourceProperty("loginTimeout", "2");
			FailoverDefaults.complete(pool);
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
		}
	}

	@Test
	void aServerThatTurnsReadOnlyLosesAllConnectionsOfThePool() throws SQLException {
		HikariDataSource pool = pool(this.pair.primary().host());
		FailoverDefaults.complete(pool);
		Set<Integer> before = backends(pool);
		readOnlyServer(true);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> new JdbcTemplate(pool).update("INSERT INTO entry VALUES (1)"))
			.withMessageContaining("read-only transaction");
		readOnlyServer(false);
		assertThat(backends(pool)).hasSize(pool.getMaximumPoolSize()).doesNotContainAnyElementsOf(before);
	}

	private void readOnlyServer(boolean readOnly) {
		JdbcTemplate admin = this.pair.primary().jdbc();
		admin.execute("ALTER SYSTEM SET default_transaction_read_only = " + (readOnly ? "on" : "off"));
		admin.execute("SELECT pg_reload_conf()");
		ReplicationPair.await("the server has heard of it", () -> readOnly == admin
			.queryForObject("SELECT current_setting('default_transaction_read_only') = 'on'", Boolean.class));
	}

	private Set<Integer> backends(HikariDataSource pool) throws SQLException {
		Set<Integer> backends = new HashSet<>();
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
			Connection connection = pool.getConnection();
			connections.add(connection);
			backends.add(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
				.queryForObject("SELECT pg_backend_pid()", Integer.class));
		}
		for (Connection connection : connections) {
			connection.close();
		}
		return backends;
	}

	private void acknowledgeOnlyWhatIsOnBoth() {
		JdbcTemplate primary = this.pair.primary().jdbc();
		primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
		primary.execute("SELECT pg_reload_conf()");
		ReplicationPair.await("the standby is synchronous", () -> primary
			.queryForObject("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", Integer.class) == 1);
	}

	private HikariDataSource pool(String hosts) {
		HikariDataSource pool = this.pair.pool(hosts);
		this.opened.add(pool);
		return pool;
	}

	/**
	 * Threads that write and remember what was acknowledged.
	 */
	private static final class Writers implements AutoCloseable {

		private final AtomicLong ids = new AtomicLong();

		private final AtomicLong failures = new AtomicLong();

		private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();

		private final List<Thread> threads = new ArrayList<>();

		private final JdbcTemplate jdbc;

		private volatile boolean stopped;

		Writers(JdbcTemplate jdbc, int count) {
			this.jdbc = jdbc;
			for (int i = 0; i < count; i++) {
				Thread thread = new Thread(this::write);
				thread.start();
				this.threads.add(thread);
			}
		}

		private void write() {
			while (!this.stopped) {
				long id = this.ids.incrementAndGet();
				try {
					this.jdbc.update("INSERT INTO entry VALUES (?)", id);
					this.acknowledged.add(id);
				}
				catch (RuntimeException ex) {
					this.failures.incrementAndGet();
				}
			}
		}

		@Override
		public void close() throws InterruptedException {
			this.stopped = true;
			for (Thread thread : this.threads) {
				thread.join();
			}
		}

	}

}
