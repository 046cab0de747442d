package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.bailiwick.transaction.Transactions;
import io.bailiwick.transaction.guard.Guard;
import io.bailiwick.transaction.guard.GuardException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.ConnectionProxy;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for the guards of transactions: {@code users} and {@code wallets}
 * share the main database, {@code audit} has one of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class GuardsIntegrationTests {

	private static final String FAIL = "bailiwick.guards.second-database=fail";

	private final Database main = TestPostgres.newDatabase();

	private final Database audit = TestPostgres.newDatabase();

	@TempDir
	Path classes;

	@BeforeEach
	void addAudit() {
		new MigrationFolder(this.classes).file("db/migration/audit/V1__create_entries.sql",
				"CREATE TABLE entries (id int);");
	}

	@ParameterizedTest
	@ValueSource(strings = { "units", "templates", "methods", "main" })
	void writingInASecondDatabaseIsRefusedBeforeAConnectionIsTaken(String way) {
		run((context) -> {
			App app = context.getBean(App.class);
			HikariDataSource pool = context.getBean("auditConnectionPool", HikariDataSource.class);
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer(way, () -> {
				app.addUser(1);
				// With no connection left, taking one would take its time.
				try (Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
					app.inner(way, () -> app.addEntry(1));
				}
			}))
				.satisfies((ex) -> assertThat(ex.getGuard()).isEqualTo(Guard.SECOND_DATABASE))
				.withMessageContaining("inside")
				.withMessageContaining("the database 'main' (users, wallets)")
				.withMessageContaining("the database 'audit' (audit)")
				.withMessageContaining("GuardsIntegrationTests")
				.withMessageContaining("No connection was taken, nothing was begun")
				.withMessageContaining("bailiwick.guards.second-database-allowed")
				.withMessageContaining("'bailiwick.guards.second-database' (now: fail)");
			assertThat(app.users()).isZero();
			assertThat(app.entries()).isZero();
			assertThat(count(context, "second-database", "audit", "refused")).isEqualTo(1);
			// Nothing is left behind on the thread.
			app.inner(way, () -> app.addEntry(2));
			assertThat(app.entries()).isEqualTo(1);
		}, FAIL, "bailiwick.databases.audit.pool.maximum-pool-size=2",
				"bailiwick.databases.audit.pool.connection-timeout=30000");
	}

	@Test
	void theOuterTransactionCanGoOnAfterARefusal() {
		run((context) -> {
			App app = context.getBean(App.class);
			app.outer("units", () -> {
				app.addUser(1);
				assertThatExceptionOfType(GuardException.class)
					.isThrownBy(() -> app.inner("units", () -> app.addEntry(1)));
				app.addUser(2);
			});
			assertThat(app.users()).isEqualTo(2);
		}, FAIL);
	}

	@Test
	void aWarningLetsItThroughAndIsNotRepeatedAllTheTime(CapturedOutput output) {
		run((context) -> {
			App app = context.getBean(App.class);
			for (int i = 0; i < 3; i++) {
				int id = i;
				app.outer("methods", () -> app.inner("methods", () -> app.addEntry(id)));
			}
			assertThat(app.entries()).isEqualTo(3);
			assertThat(count(context, "second-database", "audit", "warned")).isEqualTo(3);
			assertThat(output.toString()).containsOnlyOnce("no commit covers both")
				.contains("the transaction '%s.outerMethod' on the database 'main' (users, wallets)"
					.formatted(Main.class.getName()), "It was begun all the same.");
		});
	}

	@Test
	void domainsOfOneDatabaseAreOne() {
		run((context) -> {
			Transactions users = context.getBean("usersTransactions", Transactions.class);
			Transactions wallets = context.getBean("walletsTransactions", Transactions.class);
			App app = context.getBean(App.class);
			users.run(() -> wallets.run(() -> app.addUser(1)));
			users.run(() -> app.outer("main", () -> users.nested().run(() -> app.addUser(2))));
			assertThat(app.users()).isEqualTo(2);
		}, FAIL);
	}

	@Test
	void readingIsAllowedInEitherDatabase() {
		run((context) -> {
			App app = context.getBean(App.class);
			app.outer("units", () -> {
				app.addUser(1);
				app.audit.readOnly().run(() -> assertThat(app.entries()).isZero());
				assertThat(app.entries()).isZero();
			});
			app.users.readOnly().run(() -> app.inner("units", () -> app.addEntry(1)));
			assertThat(app.users()).isEqualTo(1);
			assertThat(app.entries()).isEqualTo(1);
		}, FAIL);
	}

	@Test
	void whatComesAfterTheFirstTransactionOrPutsItAsideIsAllowed() {
		run((context) -> {
			App app = context.getBean(App.class);
			app.outer("units", () -> app.users.afterCommit(() -> app.inner("units", () -> app.addEntry(1))));
			app.outer("methods",
					() -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

						@Override
						public void afterCommit() {
							app.inner("units", () -> app.addEntry(2));
						}

					}));
			TransactionTemplate aside = new TransactionTemplate(
					context.getBean("usersTransactionManager", PlatformTransactionManager.class));
			aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
			app.outer("units", () -> aside.executeWithoutResult((status) -> app.inner("units", () -> app.addEntry(3))));
			assertThat(app.entries()).isEqualTo(3);
		}, FAIL);
	}

	@Test
	void aRefusalInACallbackBeforeCommitRollsBack() {
		run((context) -> {
			App app = context.getBean(App.class);
			for (String way : List.of("units", "templates", "methods", "main")) {
				assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer(way, () -> {
					app.addUser(1);
					TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

						@Override
						public void beforeCommit(boolean readOnly) {
							app.inner("units", () -> app.addEntry(1));
						}

					});
				}));
				assertThat(app.users()).isZero();
			}
		}, FAIL);
	}

	@Test
	void aTransactionThatEndsWithoutAnyCallbackIsForgotten() {
		run((context) -> {
			App app = context.getBean(App.class);
			assertThatExceptionOfType(TransactionException.class).isThrownBy(() -> app.outer("main",
					() -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

						@Override
						public void beforeCommit(boolean readOnly) {
							throw new TransactionException("no") {
							};
						}

					})));
			app.inner("units", () -> app.addEntry(1));
			assertThat(app.entries()).isEqualTo(1);
		}, FAIL);
	}

	@Test
	void whatIsAllowedForAReasonIsLetThroughAndCounted(CapturedOutput output) {
		run((context) -> {
			App app = context.getBean(App.class);
			app.outer("units", () -> {
				app.inner("units", () -> app.addEntry(1));
				app.addEntry(2);
			});
			assertThat(app.entries()).isEqualTo(2);
			assertThat(count(context, "second-database", "audit", "allowed")).isEqualTo(2);
			assertThat(output).doesNotContain("no commit covers both");
			// Not the other way round.
			assertThatExceptionOfType(GuardException.class)
				.isThrownBy(() -> app.inner("units", () -> app.outer("units", () -> app.addUser(1))));
		}, FAIL, "bailiwick.guards.second-database-allowed[0].from=wallets",
				"bailiwick.guards.second-database-allowed[0].to=audit",
				"bailiwick.guards.second-database-allowed[0].reason=an entry too many does no harm");
	}

	@Test
	void anAllowanceWithoutAReasonIsRefusedAtStart() {
		application("bailiwick.guards.second-database-allowed[0].from=wallets",
				"bailiwick.guards.second-database-allowed[0].to=audit")
			.run((context) -> assertThat(DomainApplication.analysis(context).getDescription())
				.contains("'bailiwick.guards.second-database-allowed[0].reason' is missing"));
	}

	@Test
	void anAllowanceForAnUnknownDomainIsRefusedAtStart() {
		application("bailiwick.guards.second-database-allowed[0].from=walets",
				"bailiwick.guards.second-database-allowed[0].to=audit",
				"bailiwick.guards.second-database-allowed[0].reason=none")
			.run((context) -> {
				assertThat(DomainApplication.analysis(context).getDescription())
					.contains("'bailiwick.guards.second-database-allowed[0].from' is 'walets'")
					.contains("audit, main, users, wallets");
				assertThat(DomainApplication.analysis(context).getAction()).contains("Did you mean 'wallets'?");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "units", "templates", "methods", "main" })
	void aStatementThatTheTransactionDoesNotCoverIsRefused(String way) {
		run((context) -> {
			App app = context.getBean(App.class);
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer(way, () -> {
				app.addUser(1);
				assertThat(app.entries()).isZero();
				app.addEntry(7);
			}))
				.withMessageContaining("a statement of the domain 'audit' was to write on the database 'audit'")
				.withMessageContaining("INSERT INTO entries VALUES (?)")
				.withMessageContaining("The statement was not sent");
			assertThat(app.entries()).isZero();
			assertThat(app.users()).isZero();
			// Outside of any other transaction nobody minds.
			app.addEntry(1);
			assertThat(app.entries()).isEqualTo(1);
		}, FAIL);
	}

	@Test
	void domainsWithPoolsOfTheirOwnAreSeveralDatabases() {
		run((context) -> {
			App app = context.getBean(App.class);
			Transactions wallets = context.getBean("walletsTransactions", Transactions.class);
			assertThatExceptionOfType(GuardException.class)
				.isThrownBy(() -> app.users.run(() -> wallets.run(() -> app.addUser(1))))
				.withMessageContaining("the domain 'users' (a pool of its own on the database 'main')");
			assertThat(context.getBean("usersDataSource", DataSource.class).isWrapperFor(HikariDataSource.class))
				.isTrue();
		}, FAIL, "bailiwick.databases.main.pooling=per-domain", "bailiwick.domains.wallets.consistency=eventual");
	}

	@Test
	void aNewTransactionBesideAnotherIsCountedAndRefusedOnlyByAnExhaustedPool() {
		run((context) -> {
			App app = context.getBean(App.class);
			app.requiresNew(() -> app.addUser(1));
			assertThat(count(context, "requires-new", "users", "counted")).isZero();
			app.outer("units", () -> app.requiresNew(() -> app.addUser(2)));
			assertThat(count(context, "requires-new", "users", "counted")).isEqualTo(1);
			HikariDataSource pool = context.getBean("dataSource", HikariDataSource.class);
			try (Connection held = pool.getConnection()) {
				app.outer("units", () -> {
					long start = System.nanoTime();
					assertThatExceptionOfType(GuardException.class)
						.isThrownBy(() -> app.requiresNew(() -> app.addUser(3)))
						.satisfies((ex) -> assertThat(ex.getGuard()).isEqualTo(Guard.REQUIRES_NEW))
						.withMessageContaining("all 2 connections of the pool 'main' are in use")
						.withMessageContaining("No connection was waited for")
						.withMessageContaining("(now: fail)");
					assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
					app.addUser(4);
				});
			}
			assertThat(count(context, "requires-new", "users", "refused")).isEqualTo(1);
			assertThat(app.users()).isEqualTo(3);
		}, "bailiwick.guards.requires-new=fail", "spring.datasource.hikari.maximum-pool-size=2",
				"spring.datasource.hikari.connection-timeout=30000");
	}

	@Test
	void asManyThreadsAsThePoolHasConnectionsDoNotWaitForEachOtherForEver() {
		run((context) -> {
			App app = context.getBean(App.class);
			CountDownLatch begun = new CountDownLatch(2);
			AtomicReference<Throwable> refused = new AtomicReference<>();
			List<Thread> threads = List.of(1, 2).stream().map((id) -> new Thread(() -> {
				try {
					app.outer("main", () -> {
						app.addUser(id);
						begun.countDown();
						await(begun);
						app.requiresNew(() -> app.addUser(10 + id));
					});
				}
				catch (GuardException ex) {
					refused.set(ex);
				}
			})).toList();
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join(TimeUnit.SECONDS.toMillis(20));
				assertThat(thread.isAlive()).isFalse();
			}
			assertThat(refused.get()).isInstanceOf(GuardException.class);
		}, "bailiwick.guards.requires-new=fail", "spring.datasource.hikari.maximum-pool-size=2",
				"spring.datasource.hikari.connection-timeout=30000");
	}

	@Test
	void aStatementOutsideOfAnyTransactionIsRefusedWhereThatIsAskedFor() {
		run((context) -> {
			App app = context.getBean(App.class);
			assertThatExceptionOfType(GuardException.class).isThrownBy(app::users)
				.satisfies((ex) -> assertThat(ex.getGuard()).isEqualTo(Guard.NO_TRANSACTION))
				.withMessageContaining("a statement of the domain 'users'")
				.withMessageContaining("SELECT count(*) FROM users")
				.withMessageContaining("@Transactional(\"users\")");
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.addEntry(1));
			for (String way : List.of("units", "templates", "methods", "main")) {
				app.outer(way, () -> assertThat(app.users()).isZero());
			}
			app.inner("units", () -> app.addEntry(1));
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean("auditDataSource", DataSource.class));
			assertThat(jdbc.execute((ConnectionCallback<Boolean>) (connection) -> {
				connection.setAutoCommit(false);
				connection.createStatement().execute("INSERT INTO entries VALUES (2)");
				connection.commit();
				connection.setAutoCommit(true);
				return connection.unwrap(PGConnection.class).getBackendPID() > 0;
			})).isTrue();
			assertThat(this.audit.jdbc().queryForObject("SELECT count(*) FROM audit.entries", Integer.class))
				.isEqualTo(2);
		}, "bailiwick.guards.no-transaction=fail");
	}

	@ParameterizedTest
	@ValueSource(strings = { "units", "templates", "methods", "main" })
	void aLongTransactionIsToldOfWhileItIsOpen(String way, CapturedOutput output) {
		Set<Thread> before = watchers();
		run((context) -> {
			App app = context.getBean(App.class);
			app.outer(way, () -> {
				app.addUser(1);
				app.client.sql("SELECT 'secret', 4711 + ?").param(1).query().listOfRows();
				Awaitility.await().until(() -> output.toString().contains("has been open for"));
			});
			assertThat(output.toString()).contains("on the database 'main' (users, wallets) has been open for")
				.contains("last statement: SELECT ?, ? + ?")
				.contains("It goes on")
				.containsPattern("opened at: io\\.bailiwick\\.autoconfigure\\.GuardsIntegrationTests")
				.containsPattern("is at: \\S+\\(\\S+:\\d+\\)")
				.contains("'bailiwick.guards.long-transaction-after' (now: 200ms)")
				.doesNotContain("secret");
			assertThat(app.users()).isEqualTo(1);
		}, "bailiwick.guards.long-transaction-after=200ms");
		// Contexts of other tests may have their own.
		assertThat(before).containsAll(watchers());
	}

	private static Set<Thread> watchers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("bailiwick-long-transactions"))
			.collect(Collectors.toSet());
	}

	@ParameterizedTest
	@ValueSource(strings = { "units", "templates", "methods", "main" })
	void aLongTransactionIsNotCommittedWhereThatIsAskedFor(String way, CapturedOutput output) {
		run((context) -> {
			App app = context.getBean(App.class);
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer(way, () -> {
				app.addUser(1);
				Awaitility.await().until(() -> output.toString().contains("has been open for"));
			}))
				.satisfies((ex) -> assertThat(ex.getGuard()).isEqualTo(Guard.LONG_TRANSACTION))
				.withMessageContaining("It was not committed: it is rolled back.");
			assertThat(app.users()).isZero();
		}, "bailiwick.guards.long-transaction=fail", "bailiwick.guards.long-transaction-after=200ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "units", "templates", "methods", "main" })
	void aStatementThatIsRepeatedTooOftenIsRefusedWhereThatIsAskedFor(String way) {
		run((context) -> {
			App app = context.getBean(App.class);
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer(way, () -> {
				for (int i = 1; i <= 4; i++) {
					app.addUser(i);
				}
			}))
				.satisfies((ex) -> assertThat(ex.getGuard()).isEqualTo(Guard.REPEATED_STATEMENTS))
				.withMessageContaining("for the 4th time")
				.withMessageContaining("INSERT INTO users VALUES (?)");
			assertThat(app.users()).isZero();
			app.outer(way, () -> {
				for (int i = 1; i <= 3; i++) {
					app.addUser(i);
				}
				app.connection((connection) -> {
					try (Statement statement = connection.createStatement()) {
						for (int i = 1; i <= 3; i++) {
							statement.execute("SELECT 1");
						}
						assertThatExceptionOfType(GuardException.class)
							.isThrownBy(() -> statement.executeQuery("SELECT 1"));
						assertThat(statement.getConnection()).isSameAs(connection);
						assertThat(statement.unwrap(PGStatement.class)).isNotNull();
					}
					try (PreparedStatement batch = connection
						.prepareStatement("UPDATE users SET id = id WHERE id = 1 + ?")) {
						for (int i = 1; i <= 9; i++) {
							batch.setInt(1, i);
							batch.addBatch();
						}
						batch.executeBatch();
					}
				});
			});
			assertThat(app.users()).isEqualTo(3);
		}, "bailiwick.guards.repeated-statements=fail", "bailiwick.guards.repeated-statements-limit=3");
	}

	@Test
	void everythingElseOfAUnitGoesOnWorkingWhenItsStatementsAreWatched() {
		run((context) -> {
			App app = context.getBean(App.class);
			app.users.isolation(Isolation.SERIALIZABLE).timeout(Duration.ofSeconds(20)).identified().run(() -> {
				app.addUser(1);
				assertThat(app.client.sql("SHOW transaction_isolation").query(String.class).single())
					.isEqualTo("serializable");
				assertThat(app.client.sql("SHOW statement_timeout").query(String.class).single()).isEqualTo("20s");
				app.connection((connection) -> assertThat(connection.unwrap(PGConnection.class)).isNotNull());
				app.users.nested().run(() -> app.addUser(2));
			});
			assertThat(app.users()).isEqualTo(2);
			assertThatExceptionOfType(UnexpectedRollbackException.class).isThrownBy(() -> app.users.run(() -> {
				app.addUser(3);
				try {
					app.client.sql("SELECT 1 / 0").query().listOfRows();
				}
				catch (DataAccessException ex) {
					// The work goes on as if nothing had happened.
				}
			}));
		}, "bailiwick.guards.repeated-statements=warn", "bailiwick.guards.no-transaction=warn");
	}

	@Test
	void transactionsOfJpaAreGuardedAsWell(CapturedOutput output) {
		application(FAIL, "bailiwick.guards.requires-new=fail", "bailiwick.guards.long-transaction=fail",
				"bailiwick.guards.long-transaction-after=1s", "spring.datasource.hikari.maximum-pool-size=2",
				"spring.datasource.hikari.connection-timeout=30000")
			.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("usersTransactionManager")).isInstanceOf(JpaTransactionManager.class);
				App app = context.getBean(App.class);
				for (String way : List.of("units", "templates", "methods", "main")) {
					assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer(way, () -> {
						app.addUser(1);
						app.inner(way, () -> app.addEntry(1));
					})).withMessageContaining("the database 'main' (users, wallets)");
					assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer(way, () -> {
						app.addUser(1);
						app.addEntry(1);
					})).withMessageContaining("The statement was not sent");
				}
				try (Connection held = context.getBean("dataSource", DataSource.class).getConnection()) {
					assertThatExceptionOfType(GuardException.class)
						.isThrownBy(() -> app.outer("main", () -> app.requiresNew(() -> app.addUser(1))))
						.withMessageContaining("all 2 connections of the pool 'main' are in use");
				}
				assertThatExceptionOfType(GuardException.class).isThrownBy(() -> app.outer("main", () -> {
					app.addUser(1);
					Awaitility.await().until(() -> output.toString().contains("has been open for"));
				})).withMessageContaining("It was not committed");
				assertThat(app.users()).isZero();
				assertThat(app.entries()).isZero();
			});
	}

	@Test
	void guardsThatAreOffAreNotThere() {
		run((context) -> {
			assertThat(context.getBean("transactionManager", ConfigurableTransactionManager.class)
				.getTransactionExecutionListeners()).isEmpty();
			App app = context.getBean(App.class);
			app.outer("units", () -> app.inner("units", () -> app.addEntry(1)));
			assertThat(app.entries()).isEqualTo(1);
		}, "bailiwick.guards.second-database=off", "bailiwick.guards.requires-new=off",
				"bailiwick.guards.long-transaction=off");
	}

	private void run(ContextConsumer<AssertableApplicationContext> consumer, String... properties) {
		application(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			consumer.accept(context);
		});
	}

	private ApplicationContextRunner application(String... properties) {
		return DomainApplication.runner(this.classes, MetricsAutoConfiguration.class)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(Main.class)
			.withBean(Second.class)
			.withBean(App.class)
			.withPropertyValues(this.main.properties())
			.withPropertyValues("bailiwick.databases.audit.url=" + this.audit.url(),
					"bailiwick.databases.audit.username=" + this.audit.username(),
					"bailiwick.databases.audit.password=" + this.audit.password())
			.withPropertyValues(properties);
	}

	private static double count(AssertableApplicationContext context, String guard, String domain, String action) {
		Counter counter = context.getBean(MeterRegistry.class)
			.find("bailiwick.guard")
			.tags("guard", guard, "domain", domain, "action", action)
			.counter();
		return (counter != null) ? counter.count() : -1;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The same work in each way in which a transaction can be begun.
	 */
	static class App {

		private final Main main;

		private final Second second;

		private final Transactions users;

		private final Transactions audit;

		private final TransactionTemplate usersTemplate;

		private final TransactionTemplate auditTemplate;

		private final JdbcClient client;

		private final JdbcClient auditClient;

		private final DataSource dataSource;

		App(Main main, Second second, @OfDomain("users") Transactions users, @OfDomain("audit") Transactions audit,
				@OfDomain("users") TransactionTemplate usersTemplate,
				@OfDomain("audit") TransactionTemplate auditTemplate, @OfDomain("users") JdbcClient client,
				@OfDomain("audit") JdbcClient auditClient, @OfDomain("users") DataSource dataSource) {
			this.main = main;
			this.second = second;
			this.users = users;
			this.audit = audit;
			this.usersTemplate = usersTemplate;
			this.auditTemplate = auditTemplate;
			this.client = client;
			this.auditClient = auditClient;
			this.dataSource = dataSource;
		}

		void outer(String way, Step work) {
			switch (way) {
				case "units" -> this.users.run(work::run);
				case "templates" -> this.usersTemplate.executeWithoutResult((status) -> work.run());
				case "methods" -> this.main.outerMethod(work);
				default -> this.main.bootsMethod(work);
			}
		}

		void inner(String way, Step work) {
			switch (way) {
				case "units", "main" -> this.audit.run(work::run);
				case "templates" -> this.auditTemplate.executeWithoutResult((status) -> work.run());
				default -> this.second.innerMethod(work);
			}
		}

		void requiresNew(Step work) {
			this.main.newMethod(work);
		}

		void addUser(int id) {
			this.client.sql("INSERT INTO users VALUES (?)").param(id).update();
		}

		void addEntry(int id) {
			this.auditClient.sql("INSERT INTO entries VALUES (?)").param(id).update();
		}

		int users() {
			return this.client.sql("SELECT count(*) FROM users").query(Integer.class).single();
		}

		int entries() {
			return this.auditClient.sql("SELECT count(*) FROM entries").query(Integer.class).single();
		}

		void connection(OnConnection work) {
			new JdbcTemplate(this.dataSource).execute((ConnectionCallback<Void>) (proxy) -> {
				work.execute(((ConnectionProxy) proxy).getTargetConnection());
				return null;
			});
		}

	}

	static class Main {

		@Transactional("users")
		void outerMethod(Step work) {
			work.run();
		}

		@Transactional
		void bootsMethod(Step work) {
			work.run();
		}

		@Transactional(transactionManager = "users", propagation = Propagation.REQUIRES_NEW)
		void newMethod(Step work) {
			work.run();
		}

	}

	static class Second {

		@Transactional("audit")
		void innerMethod(Step work) {
			work.run();
		}

	}

	@FunctionalInterface
	interface Step {

		void execute() throws SQLException;

		default void run() {
			try {
				execute();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@FunctionalInterface
	interface OnConnection {

		void execute(Connection connection) throws SQLException;

	}

}
