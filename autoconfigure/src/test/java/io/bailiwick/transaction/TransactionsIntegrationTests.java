package io.bailiwick.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.database.error.ReadOnlyException;
import io.bailiwick.database.error.StatementCanceledException;
import io.bailiwick.database.error.StatementTimeoutException;
import io.bailiwick.database.error.TransactionTimeoutException;
import io.bailiwick.test.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a unit of work does with what its work does.
 */
@Timeout(60)
class TransactionsIntegrationTests {

	private static TestPostgres.Database database;

	private static TestUnits units;

	private final List<String> log = new ArrayList<>();

	private Transactions transactions;

	@BeforeAll
	static void connect() {
		database = TestPostgres.newDatabase();
		database.execute("CREATE TABLE note (id int PRIMARY KEY)");
		units = TestUnits.of(database);
	}

	@AfterAll
	static void disconnect() {
		units.close();
	}

	@BeforeEach
	void reset() {
		database.execute("TRUNCATE note");
		this.transactions = units.transactions();
	}

	static List<Throwable> anything() {
		return List.of(new IOException("checked"), new IllegalStateException("unchecked"), new AssertionError("error"),
				new InterruptedException("interrupted"));
	}

	@ParameterizedTest
	@MethodSource("anything")
	void whateverTheWorkThrowsRollsBackAndArrivesAsItIs(Throwable thrown) {
		Throwable caught = catchThrowable(() -> this.transactions.retry(3).<String, Exception>call(() -> {
			hooks("unit");
			insert(1);
			if (thrown instanceof Error error) {
				throw error;
			}
			throw (Exception) thrown;
		}));
		assertThatObject(caught).isSameAs(thrown);
		assertThat(this.log).containsExactly("unit rolled back");
		assertThat(count()).isZero();
	}

	@Test
	void aCallbackBeforeCommitThatThrowsRollsBackWhateverItThrows() {
		assertThatExceptionOfType(IllegalTransactionStateException.class).isThrownBy(() -> this.transactions.run(() -> {
			insert(1);
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					throw new IllegalTransactionStateException("no");
				}

			});
		}));
		assertThat(count()).isZero();
	}

	@Test
	void aCheckedExceptionIsDeclared() {
		assertThatExceptionOfType(IOException.class).isThrownBy(TransactionsIntegrationTests::declared);
	}

	private static void declared() throws IOException {
		units.transactions().run(() -> {
			throw new IOException("declared");
		});
	}

	@Test
	void workOnAnInterruptedThreadIsCommittedAndTheInterruptStays() {
		// A pool waits for nothing on such a thread: have a connection ready.
		count();
		Thread.currentThread().interrupt();
		this.transactions.run(() -> insert(1));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(count()).isOne();
	}

	@Test
	void aResultIsHandedOnEvenIfItIsNull() {
		assertThat(this.transactions.<String, RuntimeException>call(() -> "result")).isEqualTo("result");
		assertThatObject(this.transactions.<@Nullable Object, RuntimeException>call(() -> null)).isNull();
	}

	@Test
	void aUnitJoinsAnotherAndFailsWithIt() {
		assertThatExceptionOfType(UnexpectedRollbackException.class).isThrownBy(() -> this.transactions.run(() -> {
			insert(1);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.transactions.run(() -> {
				throw new IllegalStateException("inner");
			}));
		}));
		assertThat(count()).isZero();
	}

	@Test
	void aNestedUnitIsUndoneAlone() {
		this.transactions.run(() -> {
			insert(1);
			hooks("outer");
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.transactions.nested().run(() -> {
				insert(2);
				hooks("failed");
				this.transactions.nested().run(() -> hooks("below"));
				insert(1);
			}));
			this.transactions.nested().run(() -> {
				insert(3);
				hooks("nested");
			});
		});
		assertThat(count()).isEqualTo(2);
		assertThat(this.log).containsExactly("failed rolled back", "below rolled back", "outer committed",
				"nested committed");
	}

	@Test
	void aNestedUnitNeedsATransaction() {
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> this.transactions.nested().run(() -> insert(1)));
		assertThat(count()).isZero();
	}

	@Test
	void thereIsNoSavepointAfterTheTransactionWasAborted() {
		assertThatExceptionOfType(UnexpectedRollbackException.class).isThrownBy(() -> this.transactions.run(() -> {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> units.jdbc().execute("SELECT 1 / 0"));
			assertThatExceptionOfType(TransactionException.class)
				.isThrownBy(() -> this.transactions.nested().run(() -> this.log.add("not reached")))
				.havingRootCause()
				.withMessageContaining("division by zero");
		}));
		assertThat(this.log).isEmpty();
	}

	@Test
	void aUnitThatWritesJoinsOneThatOnlyReadsAndIsRefusedByTheServer() {
		assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(() -> this.transactions.readOnly().run(() -> {
			assertThat(this.transactions.<Integer, RuntimeException>call(this::count)).isZero();
			this.transactions.run(() -> insert(1));
		}));
		assertThatExceptionOfType(ReadOnlyException.class)
			.isThrownBy(() -> this.transactions.readOnly().run(() -> this.transactions.nested().run(() -> insert(1))));
		assertThat(count()).isZero();
	}

	@Test
	void aUnitDoesNotJoinOneOfALowerIsolationLevel() {
		Transactions serializable = this.transactions.isolation(Isolation.SERIALIZABLE);
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> this.transactions.run(() -> serializable.run(() -> insert(1))))
			.withMessageContaining("SERIALIZABLE")
			.withMessageContaining("the default level");
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> this.transactions.isolation(Isolation.READ_COMMITTED)
				.run(() -> serializable.nested().run(() -> insert(1))));
		assertThat(count()).isZero();
		serializable.run(() -> this.transactions.isolation(Isolation.REPEATABLE_READ).run(() -> insert(1)));
		assertThat(count()).isOne();
	}

	@Test
	void unitsOfOtherManagersOfTheDataSourceJoin() {
		TransactionTemplate other = new TransactionTemplate(new JdbcTransactionManager(units.pool()));
		this.transactions.isolation(Isolation.SERIALIZABLE).run(() -> {
			insert(1);
			other.executeWithoutResult((status) -> {
				assertThat(status.isNewTransaction()).isFalse();
				insert(2);
			});
			assertThat(database.jdbc().queryForList("SELECT * FROM note")).isEmpty();
		});
		other.executeWithoutResult((status) -> {
			hooks("other");
			this.transactions.nested().run(() -> insert(3));
		});
		assertThat(count()).isEqualTo(3);
		assertThat(this.log).containsExactly("other committed");
	}

	@Test
	void aStatementEndsAtTheTimeoutAndTheConnectionLives() {
		assertThatExceptionOfType(StatementTimeoutException.class)
			.isThrownBy(() -> this.transactions.timeout(Duration.ofMillis(50)).run(() -> sleep(20)));
		assertThat(units.pool().getHikariPoolMXBean().getTotalConnections()).isPositive();
	}

	@Test
	void statementsThatAreShortDoNotAddUpToMoreThanTheTimeout() {
		long begin = System.nanoTime();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.transactions.timeout(Duration.ofMillis(400)).run(() -> {
				hooks("unit");
				insert(1);
				for (int i = 0; i < 100; i++) {
					sleep(0.1);
				}
			}))
			.isInstanceOfAny(TransactionTimedOutException.class, TransactionTimeoutException.class,
					StatementCanceledException.class);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
		assertThat(this.log).containsExactly("unit rolled back");
		assertThat(count()).isZero();
	}

	@Test
	void workThatIsSlowByItselfIsNotCommitted() {
		assertThatExceptionOfType(TransactionTimedOutException.class)
			.isThrownBy(() -> this.transactions.timeout(Duration.ofMillis(20)).run(() -> {
				insert(1);
				Thread.sleep(30);
			}));
		assertThat(count()).isZero();
	}

	@Test
	void theServerEndsATransactionWhoseClientIsSilent() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.transactions.timeout(Duration.ofMillis(50)).run(() -> {
				Integer current = units.jdbc().queryForObject("SELECT pg_backend_pid()", Integer.class);
				while (!database.jdbc()
					.queryForList("SELECT 1 FROM pg_stat_activity WHERE pid = ?", current)
					.isEmpty()) {
					Thread.sleep(5);
				}
				this.log.add("the server ended the session");
			}))
			.isNotInstanceOf(CommitOutcomeUnknownException.class);
		assertThat(this.log).containsExactly("the server ended the session");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE, 999_999, Integer.MAX_VALUE * 1_000_000L + 1_000_000 })
	void timeoutsThatAreNoneAreRefused(long nanos) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.transactions.timeout(Duration.ofNanos(nanos)))
			.withMessageContaining("'timeout'");
	}

	@Test
	void hooksRunOutsideOfTheTransactionAndMayStartOne() {
		this.transactions.run(() -> {
			insert(1);
			this.transactions.afterCommit(() -> {
				assertThat(units.pool().getHikariPoolMXBean().getActiveConnections()).as("was given back").isZero();
				this.transactions.run(() -> insert(2));
			});
		});
		new TransactionTemplate(units.manager()).executeWithoutResult((status) -> {
			insert(3);
			this.transactions.afterCommit(() -> this.transactions.run(() -> insert(4)));
		});
		assertThat(count()).isEqualTo(4);
	}

	@Test
	void aHookThatFailsChangesNothing() {
		this.transactions.retry(3).run(() -> {
			insert(1);
			this.transactions.afterCommit(() -> {
				throw new IllegalStateException("hook");
			});
			hooks("second");
		});
		assertThat(this.log).containsExactly("second committed");
		assertThat(count()).isOne();
	}

	@Test
	void hooksNeedATransaction() {
		assertThatExceptionOfType(IllegalTransactionStateException.class).isThrownBy(() -> hooks("none"));
	}

	private void hooks(String name) {
		this.transactions.afterCommit(() -> this.log.add(name + " committed"));
		this.transactions.afterRollback(() -> this.log.add(name + " rolled back"));
	}

	private static void insert(int id) {
		units.jdbc().update("INSERT INTO note VALUES (?)", id);
	}

	private static void sleep(double seconds) {
		units.jdbc().queryForList("SELECT pg_sleep(?)", seconds);
	}

	private int count() {
		return units.count("note");
	}

}
