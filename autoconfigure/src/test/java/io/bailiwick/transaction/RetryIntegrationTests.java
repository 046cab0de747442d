package io.bailiwick.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.database.error.DeadlockException;
import io.bailiwick.database.error.LockNotAvailableException;
import io.bailiwick.database.error.SerializationFailureException;
import io.bailiwick.test.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.Retryable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Which failures are retried, produced on a server.
 */
class RetryIntegrationTests {

	private static TestPostgres.Database database;

	private static TestUnits units;

	private final AtomicInteger executions = new AtomicInteger();

	@BeforeAll
	static void connect() {
		database = TestPostgres.newDatabase();
		database.execute("CREATE TABLE account (id int PRIMARY KEY, balance int)");
		units = TestUnits.of(database);
	}

	@AfterAll
	static void disconnect() {
		units.close();
	}

	@BeforeEach
	void reset() {
		database.execute("TRUNCATE account");
		database.execute("INSERT INTO account VALUES (1, 100), (2, 100)");
	}

	@Test
	void theWholeUnitIsExecutedAgain() {
		Integer balance = repeatableRead().retry(1).call(() -> {
			int before = balance(1);
			collideFirst(1);
			units.jdbc().update("UPDATE account SET balance = ? WHERE id = 1", before + 5);
			return balance(1);
		});
		assertThat(balance).as("the second execution saw what the other had written").isEqualTo(106);
		assertThat(this.executions).hasValue(2);
	}

	@Test
	void whatIsDoneOutsideIsDoneAgainUnlessItWaitsForTheCommit() {
		List<String> letters = new ArrayList<>();
		repeatableRead().retry(1).run(() -> {
			letters.add("sent by the work");
			units.transactions().afterCommit(() -> letters.add("sent after the commit"));
			units.transactions().afterRollback(() -> letters.add("torn up"));
			collide();
		});
		assertThat(letters).containsExactly("sent by the work", "torn up", "sent by the work", "sent after the commit");
	}

	@Test
	void aFailureAtCommitCountsToo() {
		writeSkew(units.transactions().isolation(Isolation.SERIALIZABLE).retry(1));
		assertThat(this.executions).hasValue(2);
		this.executions.set(0);
		assertThatExceptionOfType(SerializationFailureException.class)
			.isThrownBy(() -> writeSkew(units.transactions().isolation(Isolation.SERIALIZABLE)));
	}

	@Test
	void aFailureThatWasWrappedOrSwallowedCountsToo() {
		repeatableRead().retry(1).run(() -> {
			balance(1);
			collideFirst(1);
			try {
				add(1, 1);
			}
			catch (CannotAcquireLockException ex) {
				throw new IllegalStateException("somebody's own words", new Exception(ex));
			}
		});
		assertThat(this.executions).hasValue(2);
		this.executions.set(0);
		repeatableRead().retry(1).run(() -> {
			balance(1);
			collideFirst(1);
			try {
				add(1, 1);
			}
			catch (CannotAcquireLockException ex) {
				assertThat(this.executions).hasValue(1);
			}
		});
		assertThat(this.executions).as("the COMMIT of an aborted transaction says why").hasValue(2);
	}

	@Test
	void onlyTheOutermostUnitIsRetried() {
		Transactions inner = repeatableRead().retry(5);
		assertThatExceptionOfType(SerializationFailureException.class)
			.isThrownBy(() -> repeatableRead().run(() -> inner.run(this::collide)));
		assertThat(this.executions).hasValue(1);
		this.executions.set(0);
		repeatableRead().retry(1).run(() -> inner.run(this::collide));
		assertThat(this.executions).hasValue(2);
		this.executions.set(0);
		AtomicInteger outer = new AtomicInteger();
		repeatableRead().retry(1).run(() -> {
			outer.incrementAndGet();
			balance(1);
			inner.nested().run(this::collide);
		});
		assertThat(this.executions).hasValue(2);
		assertThat(outer).as("never on a savepoint").hasValue(2);
	}

	@Test
	void retriesEndWithTheLastFailure() {
		assertThatExceptionOfType(SerializationFailureException.class).isThrownBy(() -> alwaysFailing(3));
		assertThat(this.executions).hasValue(4);
	}

	@Test
	void noRetryBeginsAfterTheDeadline() {
		long begin = System.nanoTime();
		assertThatExceptionOfType(SerializationFailureException.class).isThrownBy(() -> units.transactions()
			.retry(1_000_000)
			.within(Duration.ofMillis(200))
			.run(() -> fail(this.executions)));
		assertThat(this.executions.get()).isGreaterThan(1);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ZERO, Duration.ofSeconds(5));
	}

	@Test
	void anInterruptEndsRetries() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> new RetriedUnit<String, IllegalStateException>(RetrySettings.NONE.withRetries(5),
						"unit", () -> {
						}, () -> "not reached")
					.executeAfter(new IllegalStateException(new SQLException("", "40001")), System.nanoTime()));
		}
		finally {
			assertThat(Thread.interrupted()).as("is told to whoever is next").isTrue();
		}
	}

	@Test
	void whatTheServerDidNotRollBackInFavourOfAnotherIsNotRetried() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> units.transactions().retry(5).run(() -> {
			this.executions.incrementAndGet();
			units.jdbc().update("INSERT INTO account VALUES (1, 1)");
		}));
		assertThat(this.executions).hasValue(1);
	}

	@Test
	void whatWasCommittedIsNotRetriedWhateverACallbackThrows() {
		SerializationFailureException misleading = catchThrowableOfType(SerializationFailureException.class,
				() -> alwaysFailing(0));
		this.executions.set(0);
		assertThatExceptionOfType(SerializationFailureException.class)
			.isThrownBy(() -> units.transactions().retry(5).run(() -> {
				this.executions.incrementAndGet();
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						throw misleading;
					}

				});
				add(1, 1);
			}))
			.satisfies((ex) -> assertThat(ex.getSuppressed())
				.anySatisfy((suppressed) -> assertThat(suppressed).hasMessageContaining("had been committed")));
		assertThat(this.executions).hasValue(1);
		assertThat(balance(1)).isEqualTo(101);
	}

	@Test
	void aLockIsWaitedForAgainOnlyIfThatWasAskedFor() throws Exception {
		Transactions inAHurry = units.transactions().retry(200);
		try (Connection other = database.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("SELECT * FROM account FOR UPDATE");
			assertThatExceptionOfType(LockNotAvailableException.class).isThrownBy(() -> inAHurry.run(this::takeLock));
			assertThat(this.executions).hasValue(1);
			inAHurry.retryLockTimeouts().run(() -> {
				if (this.executions.get() == 3) {
					other.rollback();
				}
				takeLock();
			});
			assertThat(this.executions).hasValue(4);
		}
	}

	@Test
	void ofTwoThatWaitForEachOtherTheVictimIsRetried() throws Exception {
		assertThat(deadlock(units.transactions().retry(3))).isEqualTo(3);
		assertThat(balance(1) + balance(2)).isEqualTo(204);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> deadlock(units.transactions()))
			.withCauseInstanceOf(DeadlockException.class);
	}

	@Test
	void aListenerIsTold() {
		List<Integer> retries = new ArrayList<>();
		repeatableRead().retry(2).listener(new RetryListener() {

			@Override
			public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
				assertThat(retryable.getName()).isEqualTo("bailiwick:wallets");
				retries.add(state.getRetryCount());
			}

		}).run(this::collide);
		assertThat(retries).containsExactly(1);
	}

	@Test
	void settingsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> units.transactions().retry(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> units.transactions().within(Duration.ZERO));
	}

	private static Transactions repeatableRead() {
		return units.transactions().isolation(Isolation.REPEATABLE_READ);
	}

	private void collide() {
		balance(1);
		collideFirst(1);
		add(1, 1);
	}

	/**
	 * On the first execution, have another transaction change what this one has seen.
	 */
	private void collideFirst(int id) {
		if (this.executions.incrementAndGet() == 1) {
			database.execute("UPDATE account SET balance = balance + 1 WHERE id = " + id);
		}
	}

	private void writeSkew(Transactions serializable) {
		serializable.run(() -> {
			units.jdbc().queryForObject("SELECT sum(balance) FROM account", Integer.class);
			add(1, 1);
			if (this.executions.incrementAndGet() == 1) {
				database.execute("""
						BEGIN ISOLATION LEVEL SERIALIZABLE;
						SELECT sum(balance) FROM account;
						UPDATE account SET balance = 0 WHERE id = 2;
						COMMIT""");
			}
		});
	}

	private void alwaysFailing(int retries) {
		units.transactions().retry(retries).run(() -> fail(this.executions));
	}

	private static void fail(AtomicInteger executions) {
		executions.incrementAndGet();
		units.jdbc().execute("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$");
	}

	private void takeLock() {
		this.executions.incrementAndGet();
		units.jdbc().queryForList("SELECT * FROM account WHERE id = 1 FOR UPDATE NOWAIT");
	}

	/**
	 * Return how many executions two units needed that lock in opposite order.
	 */
	private static int deadlock(Transactions transactions) throws Exception {
		AtomicInteger executions = new AtomicInteger();
		CyclicBarrier bothHaveOne = new CyclicBarrier(2);
		FutureTask<Void> other = new FutureTask<>(() -> {
			lockBoth(transactions, executions, bothHaveOne, 2, 1);
			return null;
		});
		Thread thread = new Thread(other, "deadlock");
		thread.start();
		try {
			lockBoth(transactions, executions, bothHaveOne, 1, 2);
		}
		catch (DeadlockException ex) {
			other.get(30, TimeUnit.SECONDS);
			throw new ExecutionException(ex);
		}
		other.get(30, TimeUnit.SECONDS);
		return executions.get();
	}

	private static void lockBoth(Transactions transactions, AtomicInteger executions, CyclicBarrier bothHaveOne,
			int first, int second) throws Exception {
		transactions.<Boolean, Exception>call(() -> {
			add(first, 1);
			if (executions.incrementAndGet() <= 2) {
				bothHaveOne.await(30, TimeUnit.SECONDS);
			}
			return add(second, 1);
		});
	}

	private static boolean add(int id, int amount) {
		return units.jdbc().update("UPDATE account SET balance = balance + ? WHERE id = ?", amount, id) == 1;
	}

	private static int balance(int id) {
		Integer balance = units.jdbc().queryForObject("SELECT balance FROM account WHERE id = ?", Integer.class, id);
		return (balance != null) ? balance : -1;
	}

}
