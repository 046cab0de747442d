package io.bailiwick.database.replica;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.SharedDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReplicatedDataSourceIntegrationTests {

	private static final ReplicaSettings SETTINGS = new ReplicaSettings(Duration.ofMillis(1500), Duration.ofMillis(100),
			Duration.ofMillis(500));

	private static final AtomicInteger ids = new AtomicInteger();

	@TempDir
	static Path directory;

	private static ReplicationPair pair;

	private HikariDataSource primaryPool;

	private HikariDataSource replicaPool;

	private ReplicatedDataSource dataSource;

	private JdbcTemplate jdbc;

	@BeforeAll
	static void startServers() throws Exception {
		pair = ReplicationPair.start(directory);
	}

	@AfterAll
	static void stopServers() {
		pair.close();
	}

	@BeforeEach
	void connect() {
		this.primaryPool = pair.pool(pair.primary().host());
		this.replicaPool = pair.pool(pair.standby().host());
		this.dataSource = new ReplicatedDataSource(ReplicationPair.database("main", this.primaryPool),
				ReplicationPair.database("replica", this.replicaPool), SETTINGS);
		this.jdbc = new JdbcTemplate(this.dataSource);
	}

	@AfterEach
	void disconnect() {
		this.dataSource.close();
		this.replicaPool.close();
		this.primaryPool.close();
	}

	@Test
	void readOnlyTransactionsGoToTheReplicaAndEverythingElseToThePrimary() {
		assertThat(readPort()).as("before the start").isEqualTo(primary());
		startAndAwaitReplica();
		assertThat(readPort()).isEqualTo(standby());
		assertThat(inTransaction().<Integer>execute((status) -> port())).isEqualTo(primary());
		assertThat(port()).as("without a transaction").isEqualTo(primary());
		assertThat(this.dataSource.state().readsOnReplica()).isPositive();
		assertThat(this.dataSource.state().describe().summary()).startsWith("replica up, at most ");
	}

	@Test
	void aTransactionIsOneForAllWhoHoldTheDataSource() {
		startAndAwaitReplica();
		JdbcTemplate domain = new JdbcTemplate(new SharedDataSource(this.dataSource));
		int id = ids.incrementAndGet();
		inTransaction().executeWithoutResult((status) -> {
			insert(id);
			assertThat(domain.queryForObject("SELECT count(*) FROM entry WHERE id = ?", Integer.class, id)).isOne();
			status.setRollbackOnly();
		});
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM entry WHERE id = ?", Integer.class, id)).isZero();
		reading().executeWithoutResult(
				(status) -> assertThat(domain.queryForObject("SELECT inet_server_port()", Integer.class))
					.isEqualTo(standby()));
	}

	@Test
	void unwrapsToThePoolOfThePrimary() {
		assertThat(DataSourceUnwrapper.unwrap(this.dataSource, HikariConfigMXBean.class, HikariDataSource.class))
			.isSameAs(this.primaryPool);
	}

	@Test
	void connectionsToTheReplicaBeginWhereThoseToThePrimaryDo() {
		this.primaryPool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
		startAndAwaitReplica();
		String sql = "SELECT current_setting('transaction_isolation') || current_setting('transaction_read_only')";
		assertThat(reading().<String>execute((status) -> this.jdbc.queryForObject(sql, String.class)))
			.isEqualTo("repeatable readon");
		assertThat(inTransaction().<String>execute((status) -> this.jdbc.queryForObject(sql, String.class)))
			.isEqualTo("repeatable readoff");
	}

	@Test
	void serializableReadsGoToThePrimaryBecauseAStandbyRefusesThem() {
		startAndAwaitReplica();
		TransactionTemplate serializable = reading();
		serializable.setIsolationLevel(Connection.TRANSACTION_SERIALIZABLE);
		assertThat(serializable.<Integer>execute((status) -> port())).isEqualTo(primary());
		assertThat(readPort()).isEqualTo(standby());
	}

	@Test
	void whatMustNotWriteOnTheReplicaMustNotWriteInItsPlace() {
		assertThatReadingRefusesToWrite();
		startAndAwaitReplica();
		assertThatReadingRefusesToWrite();
		assertThat(readPort()).isEqualTo(standby());
		insert(ids.incrementAndGet());
	}

	@Test
	void aReadIsNeverOlderThanTheMaximumLag() {
		startAndAwaitReplica();
		pair.standby().jdbc().execute("SELECT pg_wal_replay_pause()");
		try {
			int id = ids.incrementAndGet();
			insert(id);
			long committed = System.nanoTime();
			ReplicationPair.await("reads go to the primary", () -> {
				boolean late = System.nanoTime() - committed > SETTINGS.maximumLag().toNanos();
				boolean seen = sees(id);
				assertThat(seen || !late).as("A read that began after the maximum lag sees the row").isTrue();
				return seen;
			});
			assertThat(this.dataSource.state().condition()).isEqualTo(ReplicaCondition.LAGGING);
			assertThat(this.dataSource.state().lag()).isGreaterThan(SETTINGS.maximumLag());
			assertThat(this.dataSource.state().readsOnPrimary()).isPositive();
		}
		finally {
			pair.standby().jdbc().execute("SELECT pg_wal_replay_resume()");
		}
		ReplicationPair.await("reads return to the replica", () -> readPort() == standby());
	}

	@Test
	void anIdlePrimaryDoesNotMakeTheReplicaLate() {
		startAndAwaitReplica();
		long end = System.nanoTime() + SETTINGS.maximumLag().multipliedBy(2).toNanos();
		while (System.nanoTime() < end) {
			assertThat(readPort()).isEqualTo(standby());
		}
	}

	@Test
	void aPrimaryThatHasWrittenHalfARecordDoesNotMakeTheReplicaLate() {
		startAndAwaitReplica();
		JdbcTemplate admin = pair.primary().jdbc();
		for (int i = 0; i < 2; i++) {
			int table = ids.incrementAndGet();
			admin.execute("CREATE TABLE filler_%d AS SELECT generate_series(1, 3000) AS id".formatted(table));
			admin.execute("CHECKPOINT");
			// Sets hint bits, which are logged; nobody waits for them.
			inTransaction().executeWithoutResult((status) -> {
				this.jdbc.queryForObject("SELECT sum(id) FROM filler_%d".formatted(table), Long.class);
				status.setRollbackOnly();
			});
			long end = System.nanoTime() + SETTINGS.maximumLag().multipliedBy(2).toNanos();
			while (System.nanoTime() < end) {
				assertThat(readPort()).isEqualTo(standby());
			}
		}
	}

	@Test
	void aReplicaThatIsCutOffFromThePrimaryIsLateThoughItHasReplayedAllItHas() {
		startAndAwaitReplica();
		JdbcTemplate standby = pair.standby().jdbc();
		String origin = standby.queryForObject("SHOW primary_conninfo", String.class);
		standby.execute("ALTER SYSTEM SET primary_conninfo = ''");
		standby.execute("SELECT pg_reload_conf()");
		try {
			ReplicationPair.await("reads go to the primary", () -> readPort() == primary());
			assertThat(this.dataSource.state().describe().summary()).startsWith("replica lagging, at most ")
				.endsWith("(The replica is not connected to the primary)");
		}
		finally {
			standby.execute("ALTER SYSTEM SET primary_conninfo = '" + origin.replace("'", "''") + "'");
			standby.execute("SELECT pg_reload_conf()");
		}
		ReplicationPair.await("reads return to the replica", () -> readPort() == standby());
	}

	@Test
	void readsGoOnOnThePrimaryWhenTheReplicaDiesAndReturnWhenItIsBack() throws Exception {
		startAndAwaitReplica();
		long before = this.dataSource.state().readsOnPrimary();
		try (Readers readers = new Readers(3)) {
			ReplicationPair.await("all read", () -> readers.reads.get() > 100);
			pair.standby().kill();
			long killed = System.nanoTime();
			ReplicationPair.await("reads go to the primary",
					() -> this.dataSource.state().readsOnPrimary() > before + 100);
			assertThat(this.dataSource.state().condition()).isEqualTo(ReplicaCondition.DOWN);
			assertThat(this.dataSource.state().failures()).isPositive();
			pair.standby().restart();
			long onReplica = this.dataSource.state().readsOnReplica();
			ReplicationPair.await("reads return to the replica",
					() -> this.dataSource.state().readsOnReplica() > onReplica + 100);
			readers.close();
			assertThat(readers.failedStarts)
				.allSatisfy((start) -> assertThat(start - killed).as("Only what was under way failed")
					.isLessThan(Duration.ofSeconds(2).toNanos()));
			assertThat(readers.failedStarts).hasSizeLessThanOrEqualTo(6);
			assertThat(Duration.ofNanos(readers.longest.get())).isLessThan(Duration.ofSeconds(2));
		}
		finally {
			pair.awaitStreaming();
		}
	}

	@Test
	void aReplicaThatHangsIsLeftAlone() throws IOException {
		startAndAwaitReplica();
		pair.standby().freeze();
		try {
			ReplicationPair.await("the replica is down",
					() -> this.dataSource.state().condition() == ReplicaCondition.DOWN);
			long start = System.nanoTime();
			assertThat(readPort()).isEqualTo(primary());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		}
		finally {
			pair.standby().thaw();
		}
		ReplicationPair.await("reads return to the replica", () -> readPort() == standby());
	}

	@Test
	void readsThatFindNoConnectionToTheReplicaGoToThePrimaryWithoutCondemningIt() {
		startAndAwaitReplica();
		assertThat(nestedReads(5)).containsExactly(standby(), standby(), standby(), standby(), primary());
		assertThat(this.dataSource.state().condition()).isEqualTo(ReplicaCondition.UP);
		assertThat(this.dataSource.state().lastError()).isEqualTo("All connections to the replica are in use");
	}

	@Test
	void anExhaustedPrimaryKeepsTheReplicaInUse() {
		this.primaryPool.setMaximumPoolSize(1);
		startAndAwaitReplica();
		inTransaction().executeWithoutResult((status) -> {
			port();
			long end = System.nanoTime() + SETTINGS.maximumLag().multipliedBy(2).toNanos();
			while (System.nanoTime() < end) {
				assertThat(this.dataSource.state().condition()).isEqualTo(ReplicaCondition.UP);
				Thread.onSpinWait();
			}
		});
	}

	private List<Integer> nestedReads(int depth) {
		TransactionTemplate requiresNew = reading();
		requiresNew.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
		return requiresNew.execute((status) -> {
			List<Integer> ports = new ArrayList<>(List.of(port()));
			if (depth > 1) {
				ports.addAll(nestedReads(depth - 1));
			}
			return ports;
		});
	}

	private void assertThatReadingRefusesToWrite() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> reading().executeWithoutResult((status) -> insert(ids.incrementAndGet())))
			.withMessageContaining("read-only transaction");
	}

	private void startAndAwaitReplica() {
		this.dataSource.start();
		ReplicationPair.await("the replica is up", () -> this.dataSource.state().condition() == ReplicaCondition.UP);
	}

	private int primary() {
		return pair.primary().port();
	}

	private int standby() {
		return pair.standby().port();
	}

	private boolean sees(int id) {
		return reading().execute((status) -> this.jdbc.queryForObject("SELECT count(*) FROM entry WHERE id = ?",
				Integer.class, id)) == 1;
	}

	private int readPort() {
		return reading().execute((status) -> port());
	}

	private int port() {
		return this.jdbc.queryForObject("SELECT inet_server_port()", Integer.class);
	}

	private void insert(int id) {
		this.jdbc.update("INSERT INTO entry VALUES (?)", id);
	}

	private TransactionTemplate inTransaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	private TransactionTemplate reading() {
		TransactionTemplate template = inTransaction();
		template.setReadOnly(true);
		return template;
	}

	/**
	 * Threads that read and read.
	 */
	private final class Readers implements AutoCloseable {

		private final AtomicLong reads = new AtomicLong();

		private final AtomicLong longest = new AtomicLong();

		private final List<Long> failedStarts = new CopyOnWriteArrayList<>();

		private final List<Thread> threads = new ArrayList<>();

		private volatile boolean stopped;

		Readers(int count) {
			for (int i = 0; i < count; i++) {
				Thread thread = new Thread(this::read);
				thread.start();
				this.threads.add(thread);
			}
		}

		private void read() {
			while (!this.stopped) {
				long start = System.nanoTime();
				try {
					readPort();
					this.reads.incrementAndGet();
				}
				catch (RuntimeException ex) {
					this.failedStarts.add(start);
				}
				this.longest.accumulateAndGet(System.nanoTime() - start, Math::max);
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
