package io.bailiwick.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.database.error.LockTimeoutException;
import io.bailiwick.database.error.SerializationFailureException;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.transaction.idempotency.Idempotency;
import io.bailiwick.transaction.idempotency.RequestFingerprint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What callers get who come at once.
 */
class IdempotencyConcurrencyIntegrationTests {

	private static final int CALLERS = 16;

	private static final RequestFingerprint REQUEST = RequestFingerprint.of("pay", "10");

	private final TestPostgres.Database database = TestPostgres.newDatabase();

	private final AtomicInteger executions = new AtomicInteger();

	private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);

	private TestUnits units;

	private Idempotency idempotency;

	@BeforeEach
	void connect() {
		this.database.execute("CREATE SCHEMA wallets");
		this.database.execute("CREATE TABLE wallets.payment (id int PRIMARY KEY)");
		this.database.execute(IdempotencyTables.create("wallets"));
		this.units = TestUnits.of(this.database);
		this.units.pool().setMaximumPoolSize(CALLERS);
		this.idempotency = new Idempotency("wallets", "wallets", this.units.transactions(),
				JdbcClient.create(this.units.jdbc()));
	}

	@AfterEach
	void disconnect() {
		this.threads.shutdownNow();
		this.units.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE" })
	void oneOfManyDoesTheWorkAndAllGetItsResponse(Isolation isolation) throws Exception {
		Transactions retried = this.units.transactions()
			.isolation(isolation)
			.retry((isolation != Isolation.READ_COMMITTED) ? 20 : 0);
		for (int round = 1; round <= 10; round++) {
			String key = "key " + round;
			List<String> responses = inParallel(
					() -> retried.call(() -> this.idempotency.once(key, REQUEST, this::pay)));
			assertThat(responses).hasSize(CALLERS).allMatch(responses.get(0)::equals);
			assertThat(this.units.count("wallets.payment")).isEqualTo(round);
		}
	}

	@Test
	void manyDoTheWorkOfAKeyThatHasExpiredOnceAgain() throws Exception {
		for (int round = 1; round <= 10; round++) {
			List<String> responses = inParallel(() -> this.idempotency.once("k", REQUEST, this::pay));
			assertThat(responses).allMatch(responses.get(0)::equals);
			assertThat(this.units.count("wallets.payment")).isEqualTo(round);
			this.units.jdbc().update("UPDATE wallets.idempotency_keys SET expires_at = now() - interval '1 second'");
		}
	}

	@Test
	void keysThatArePurgedWhileTheyAreClaimedAreClaimedOnce() throws Exception {
		for (int round = 1; round <= 20; round++) {
			this.units.jdbc()
				.update("INSERT INTO wallets.idempotency_keys VALUES ('k', '', '', now() - interval '1 second')"
						+ " ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at");
			List<Callable<String>> tasks = new ArrayList<>(
					Collections.nCopies(CALLERS / 2, () -> this.idempotency.once("k", REQUEST, this::pay)));
			tasks.addAll(Collections.nCopies(CALLERS / 2, () -> {
				this.idempotency.purge();
				return "purged";
			}));
			Collections.shuffle(tasks);
			List<String> responses = new ArrayList<>(inParallel(tasks));
			responses.removeIf("purged"::equals);
			assertThat(responses).hasSize(CALLERS / 2).allMatch(responses.get(0)::equals);
			assertThat(this.units.count("wallets.payment")).isEqualTo(round);
		}
	}

	@Test
	void manyPurgeAtOnceAndEachKeyIsRemovedByOne() throws Exception {
		this.units.jdbc()
			.update("INSERT INTO wallets.idempotency_keys SELECT n::text, '', '', now() - interval '1 second'"
					+ " FROM generate_series(1, 20000) n");
		long removed = 0;
		for (Long purged : inParallel(this.idempotency::purge)) {
			removed += purged;
		}
		assertThat(removed).isEqualTo(20_000);
		assertThat(this.units.count("wallets.idempotency_keys")).isZero();
	}

	@Test
	void theSecondWaitsForTheFirstAndGetsItsResponse() throws Exception {
		CountDownLatch mayEnd = new CountDownLatch(1);
		Future<String> first = first(mayEnd, false);
		Future<String> second = this.threads.submit(() -> this.idempotency.once("k", REQUEST, this::pay));
		awaitWaiting();
		assertThat(this.executions).hasValue(1);
		mayEnd.countDown();
		assertThat(get(second)).isEqualTo(get(first)).isEqualTo("payment 1");
		assertThat(this.executions).hasValue(1);
	}

	@Test
	void theSecondDoesTheWorkIfTheFirstIsRolledBack() throws Exception {
		CountDownLatch mayEnd = new CountDownLatch(1);
		Future<String> first = first(mayEnd, true);
		Future<String> second = this.threads.submit(() -> this.idempotency.once("k", REQUEST, this::pay));
		awaitWaiting();
		mayEnd.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(first))
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(get(second)).isEqualTo("payment 2");
		assertThat(this.units.count("wallets.payment")).isOne();
	}

	@Test
	void theSecondDoesTheWorkIfTheFirstIsLost() throws Exception {
		CountDownLatch mayEnd = new CountDownLatch(1);
		Future<String> first = first(mayEnd, false);
		Future<String> second = this.threads.submit(() -> this.idempotency.once("k", REQUEST, this::pay));
		awaitWaiting();
		this.database.jdbc()
			.queryForList("SELECT pg_terminate_backend(unnest(pg_blocking_pids(pid))) FROM pg_stat_activity"
					+ " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0");
		assertThat(get(second)).isEqualTo("payment 2");
		mayEnd.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(first));
		assertThat(this.units.count("wallets.payment")).isOne();
	}

	@Test
	void nobodyWaitsLongerThanForALock() throws Exception {
		CountDownLatch mayEnd = new CountDownLatch(1);
		Future<String> first = first(mayEnd, false);
		assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> this.units.transactions().run(() -> {
			this.units.jdbc().execute("SET LOCAL lock_timeout = '100ms'");
			this.idempotency.once("k", REQUEST, this::pay);
		}));
		mayEnd.countDown();
		assertThat(get(first)).isEqualTo("payment 1");
		assertThat(this.idempotency.once("k", REQUEST, this::pay)).isEqualTo("payment 1");
	}

	@ParameterizedTest
	@EnumSource(names = { "REPEATABLE_READ", "SERIALIZABLE" })
	void aboveReadCommittedWhoWaitedGetsTheResponseIfItIsRetried(Isolation isolation) throws Exception {
		CountDownLatch mayEnd = new CountDownLatch(1);
		Transactions plain = this.units.transactions().isolation(isolation);
		Future<String> first = first(mayEnd, false);
		Future<String> refused = this.threads
			.submit(() -> plain.call(() -> this.idempotency.once("k", REQUEST, this::pay)));
		Future<String> retried = this.threads
			.submit(() -> plain.retry(3).call(() -> this.idempotency.once("k", REQUEST, this::pay)));
		awaitWaiting(2);
		mayEnd.countDown();
		assertThat(get(retried)).isEqualTo(get(first));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(refused))
			.withCauseInstanceOf(SerializationFailureException.class);
		assertThat(this.executions).hasValue(1);
	}

	/**
	 * A first caller that is at work until it may end.
	 */
	private Future<String> first(CountDownLatch mayEnd, boolean fails) throws InterruptedException {
		CountDownLatch working = new CountDownLatch(1);
		Future<String> first = this.threads.submit(() -> this.idempotency.once("k", REQUEST, () -> {
			String response = pay();
			working.countDown();
			assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue();
			if (fails) {
				throw new IllegalStateException("after the work");
			}
			return response;
		}));
		assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();
		return first;
	}

	private void awaitWaiting() {
		awaitWaiting(1);
	}

	private void awaitWaiting(int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.database.jdbc()
				.queryForObject("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
						+ " AND cardinality(pg_blocking_pids(pid)) > 0", Integer.class),
					Integer.valueOf(count)::equals);
	}

	private String pay() {
		int id = this.executions.incrementAndGet();
		this.units.jdbc().update("INSERT INTO wallets.payment VALUES (?)", id);
		return "payment " + id;
	}

	private <T> List<T> inParallel(Callable<T> task) throws Exception {
		return inParallel(Collections.nCopies(CALLERS, task));
	}

	private <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
		List<T> results = new ArrayList<>();
		for (Future<T> result : this.threads.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
			results.add(result.get());
		}
		return results;
	}

	private static String get(Future<String> result) throws Exception {
		return result.get(60, TimeUnit.SECONDS);
	}

}
