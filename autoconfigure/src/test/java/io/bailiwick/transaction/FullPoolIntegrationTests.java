package io.bailiwick.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.bailiwick.test.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is said when a pool has no connection left.
 */
@Timeout(120)
class FullPoolIntegrationTests {

	private static final int CONNECTIONS = 2;

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<Thread> holders = new ArrayList<>();

	private TestUnits units;

	@BeforeEach
	void connect() throws InterruptedException {
		this.units = TestUnits.of(TestPostgres.newDatabase(), CONNECTIONS);
		this.units.pool().setConnectionTimeout(400);
		CountDownLatch held = new CountDownLatch(CONNECTIONS);
		for (int i = 0; i < CONNECTIONS; i++) {
			Thread holder = new Thread(() -> hold(held), "holder-" + i);
			holder.start();
			this.holders.add(holder);
		}
		assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private void hold(CountDownLatch held) {
		try {
			this.units.transactions().run(() -> {
				this.units.jdbc().queryForList("SELECT 1");
				held.countDown();
				this.release.await();
			});
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@AfterEach
	void disconnect() throws InterruptedException {
		release();
		this.units.close();
	}

	@Test
	void aUnitWaitsNoLongerThanThePoolAllowsAndIsToldWhoHasTheConnections() throws InterruptedException {
		long begin = System.nanoTime();
		assertThatExceptionOfType(PoolExhaustedException.class)
			.isThrownBy(() -> this.units.transactions().retry(5).run(() -> this.units.jdbc().queryForList("SELECT 1")))
			.withMessageContaining("'%s'".formatted(this.units.pool().getPoolName()))
			.withMessageContaining("within 400 ms: all 2 are in use")
			.withMessageMatching("(?s).*'bailiwick:wallets' for \\d+ ms in the thread 'holder-.*holder-.*")
			.satisfies((ex) -> assertThat(ex.getPool()).isEqualTo(this.units.pool().getPoolName()));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("bounded, and not retried")
			.isBetween(Duration.ofMillis(350), Duration.ofSeconds(1));
		release();
		this.units.transactions().run(() -> this.units.jdbc().queryForList("SELECT 1"));
	}

	@Test
	void anInterruptEndsTheWait() throws InterruptedException {
		this.units.pool().setConnectionTimeout(60_000);
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		CountDownLatch interrupted = new CountDownLatch(1);
		Thread waiting = new Thread(() -> {
			try {
				this.units.transactions().run(() -> {
				});
			}
			catch (Throwable ex) {
				thrown.set(ex);
			}
			if (Thread.currentThread().isInterrupted()) {
				interrupted.countDown();
			}
		}, "waiting");
		waiting.start();
		while (this.units.pool().getHikariPoolMXBean().getThreadsAwaitingConnection() == 0) {
			Thread.sleep(1);
		}
		waiting.interrupt();
		waiting.join(TimeUnit.SECONDS.toMillis(30));
		assertThat(thrown.get()).isInstanceOf(CannotCreateTransactionException.class)
			.isNotInstanceOf(PoolExhaustedException.class);
		assertThat(interrupted.getCount()).as("the interrupt is told to whoever is next").isZero();
	}

	@Test
	void aServerThatIsGoneIsNoFullPool() {
		try (TestUnits nowhere = TestUnits
			.of(new TestPostgres.Database("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "nothing"), CONNECTIONS)) {
			nowhere.pool().setConnectionTimeout(300);
			nowhere.pool().setInitializationFailTimeout(-1);
			assertThatExceptionOfType(CannotCreateTransactionException.class)
				.isThrownBy(() -> nowhere.transactions().run(() -> {
				}))
				.isNotInstanceOf(PoolExhaustedException.class);
		}
	}

	private void release() throws InterruptedException {
		this.release.countDown();
		for (Thread holder : this.holders) {
			holder.join(TimeUnit.SECONDS.toMillis(30));
		}
	}

}
