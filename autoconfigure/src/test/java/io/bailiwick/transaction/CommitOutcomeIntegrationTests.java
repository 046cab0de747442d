package io.bailiwick.transaction;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.bailiwick.database.error.PostgresExceptionTranslator;
import io.bailiwick.database.error.ServerShutdownException;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.transaction.WireTap.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is said of a transaction whose connection is lost.
 */
class CommitOutcomeIntegrationTests {

	private final TestPostgres.Database database = TestPostgres.newDatabase();

	private final List<String> log = new ArrayList<>();

	private @Nullable LocalContainerEntityManagerFactoryBean entityManagers;

	private WireTap tap;

	private TestUnits units;

	@BeforeEach
	void connect() throws IOException {
		this.database.execute("CREATE TABLE transfer (id int PRIMARY KEY)");
		this.tap = new WireTap(this.database);
		this.units = TestUnits.of(this.tap.database());
	}

	@AfterEach
	void disconnect() throws IOException {
		if (this.entityManagers != null) {
			this.entityManagers.destroy();
		}
		this.units.close();
		this.tap.close();
	}

	@ParameterizedTest
	@EnumSource
	void aCommitWhoseAnswerIsLostIsUnknownAndWasCommitted(Manager manager) {
		this.tap.breakNextCommit(Fault.AFTER);
		CommitOutcomeUnknownException ex = fail(transactions(manager).identified().retry(3));
		assertThat(this.log).containsExactly("work");
		assertThat(this.units.count("transfer")).isOne();
		assertThat(this.units.transactions().outcomeOf(id(ex))).isEqualTo(TransactionOutcome.COMMITTED);
		assertThat(ex).hasMessageContaining(id(ex).toString()).hasMessageContaining("outcomeOf");
	}

	@ParameterizedTest
	@EnumSource
	void aCommitThatNeverArrivesIsUnknownAndIsRolledBack(Manager manager) throws InterruptedException {
		this.tap.breakNextCommit(Fault.BEFORE);
		CommitOutcomeUnknownException ex = fail(transactions(manager).identified().retry(3));
		assertThat(this.log).containsExactly("work");
		assertThat(awaitOutcome(id(ex))).isEqualTo(TransactionOutcome.ROLLED_BACK);
		assertThat(this.units.count("transfer")).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void aSessionThatIsEndedJustBeforeCommitIsUnknownAndIsRolledBack(Manager manager) throws InterruptedException {
		CommitOutcomeUnknownException ex = catchThrowableOfType(CommitOutcomeUnknownException.class,
				() -> transactions(manager).identified().run(() -> {
					work();
					terminate();
				}));
		assertThat(awaitOutcome(id(ex))).isEqualTo(TransactionOutcome.ROLLED_BACK);
	}

	@ParameterizedTest
	@EnumSource
	void aSessionThatIsEndedDuringCommitIsUnknownAndIsRolledBack(Manager manager) throws Exception {
		// A COMMIT that waits for somebody.
		this.database.execute("""
				CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
				'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END';
				CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON transfer DEFERRABLE INITIALLY DEFERRED
				FOR EACH ROW EXECUTE FUNCTION wait()""");
		try (Connection somebody = this.database.connect(); Statement statement = somebody.createStatement()) {
			statement.execute("SELECT pg_advisory_lock(1)");
			FutureTask<CommitOutcomeUnknownException> unit = new FutureTask<>(
					() -> fail(transactions(manager).identified().retry(3)));
			new Thread(unit, "unit").start();
			List<Integer> sessions = List.of();
			while (sessions.isEmpty()) {
				sessions = this.database.jdbc().queryForList("""
						SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND query = 'COMMIT'
						AND datname = current_database()""", Integer.class);
			}
			this.database.jdbc().queryForList("SELECT pg_terminate_backend(?, 10000)", sessions.get(0));
			assertThat(awaitOutcome(id(unit.get(30, TimeUnit.SECONDS)))).isEqualTo(TransactionOutcome.ROLLED_BACK);
		}
		assertThat(this.log).containsExactly("work");
	}

	@Test
	void aSessionThatIsEndedAfterCommitChangesNothing() {
		Integer session = this.units.transactions().call(() -> {
			hooks(this.units.transactions());
			work();
			return this.units.jdbc().queryForObject("SELECT pg_backend_pid()", Integer.class);
		});
		this.database.jdbc().queryForList("SELECT pg_terminate_backend(?, 10000)", session);
		assertThat(this.log).containsExactly("work", "committed");
		try {
			this.units.transactions().run(this::work);
		}
		catch (DataAccessException ex) {
			// The pool trusts a connection that was in use a moment ago.
			this.units.transactions().run(this::work);
		}
		assertThat(this.units.count("transfer")).isEqualTo(2);
	}

	@Test
	void aSessionThatIsEndedDuringTheWorkIsARollbackAndNoReasonForARetry() {
		assertThatExceptionOfType(ServerShutdownException.class)
			.isThrownBy(() -> this.units.transactions().retry(3).idempotent().run(() -> {
				hooks(this.units.transactions());
				work();
				terminate();
				work();
			}));
		assertThat(this.log).containsExactly("work", "work", "rolled back");
		assertThat(this.units.count("transfer")).isZero();
	}

	@Test
	void workThatSwallowsTheLossOfItsConnectionIsRolledBackForSure() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.units.transactions().run(() -> {
			hooks(this.units.transactions());
			work();
			terminate();
			assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(this::work);
		})).isNotInstanceOf(CommitOutcomeUnknownException.class);
		assertThat(this.log).last().isEqualTo("rolled back");
	}

	@Test
	void whatCouldOnlyReadHasNoOutcome() {
		this.tap.breakNextCommit(Fault.BEFORE);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> this.units.transactions()
			.readOnly()
			.call(() -> this.units.jdbc().queryForList("SELECT * FROM transfer")));
	}

	@Test
	void whoDidNotAskHasNoId() {
		this.tap.breakNextCommit(Fault.AFTER);
		CommitOutcomeUnknownException ex = fail(this.units.transactions());
		assertThat(ex.getTransactionId()).isNull();
		assertThat(ex).hasMessageContaining("identified()");
	}

	@Test
	void whatDoesNoHarmTwiceIsRetried() {
		this.tap.breakNextCommit(Fault.AFTER);
		this.units.transactions().retry(1).idempotent().run(() -> {
			hooks(this.units.transactions());
			this.log.add("work");
			this.units.jdbc().update("INSERT INTO transfer VALUES (1) ON CONFLICT DO NOTHING");
		});
		assertThat(this.log).as("no hook tells of what is not known").containsExactly("work", "work", "committed");
		assertThat(this.units.count("transfer")).isOne();
	}

	@Test
	void aRetryThatFailsDoesNotHideWhatIsUnknown() {
		this.tap.breakNextCommit(Fault.AFTER);
		CommitOutcomeUnknownException ex = catchThrowableOfType(CommitOutcomeUnknownException.class,
				() -> this.units.transactions().identified().retry(3).idempotent().run(() -> {
					work();
					if (this.log.size() == 2) {
						throw new IllegalStateException("of the second execution");
					}
				}));
		assertThat(ex.getSuppressed()).extracting(Throwable::getMessage).containsExactly("of the second execution");
		assertThat(this.units.transactions().outcomeOf(id(ex))).isEqualTo(TransactionOutcome.COMMITTED);
		assertThat(this.units.count("transfer")).isOne();
	}

	@Test
	void theServerIsAskedForAnyTransaction() {
		TransactionId open = this.units.transactions().call(() -> {
			TransactionId id = currentId();
			assertThat(this.units.transactions().outcomeOf(id)).isEqualTo(TransactionOutcome.IN_PROGRESS);
			return id;
		});
		assertThat(this.units.transactions().outcomeOf(open)).isEqualTo(TransactionOutcome.COMMITTED);
		assertThat(this.units.transactions().outcomeOf(new TransactionId(open.value() + 1_000_000)))
			.isEqualTo(TransactionOutcome.UNKNOWN);
		assertThat(this.units.transactions().outcomeOf(new TransactionId(-1))).isEqualTo(TransactionOutcome.UNKNOWN);
	}

	@Test
	void theOutcomeIsToldWithinATransactionThatIsOfNoUse() {
		TransactionId id = this.units.transactions().call(this::currentId);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.units.transactions().run(() -> {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.units.jdbc().execute("nonsense"));
			assertThat(this.units.transactions().outcomeOf(id)).isEqualTo(TransactionOutcome.COMMITTED);
		}));
	}

	@Test
	void aServerThatCanNotBeAskedIsAnError() throws IOException {
		TransactionId id = this.units.transactions().call(this::currentId);
		int unused;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			unused = socket.getLocalPort();
		}
		Transactions transactions = new Transactions("wallets", new TransactionTemplate(this.units.manager()),
				new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:%d/gone".formatted(unused)));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> transactions.outcomeOf(id));
	}

	@ParameterizedTest
	@EnumSource
	void aFailureThatTheWorkCaughtIsNotReportedAsCommitted(Manager manager) {
		Transactions transactions = transactions(manager);
		assertThatExceptionOfType(UnexpectedRollbackException.class).isThrownBy(() -> transactions.run(() -> {
			hooks(transactions);
			work();
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.units.jdbc().execute("SELECT 1 / 0"));
		})).havingRootCause().withMessageContaining("division by zero");
		assertThat(this.log).containsExactly("work", "rolled back");
		assertThat(this.units.count("transfer")).isZero();
	}

	private Transactions transactions(Manager manager) {
		PlatformTransactionManager transactionManager = switch (manager) {
			case OWN -> this.units.manager();
			case JDBC -> jdbcManager();
			case JPA -> jpaManager();
		};
		return new Transactions("wallets", new TransactionTemplate(transactionManager), this.units.pool());
	}

	private PlatformTransactionManager jdbcManager() {
		JdbcTransactionManager manager = new JdbcTransactionManager(this.units.pool());
		manager.setExceptionTranslator(PostgresExceptionTranslator.unnamed());
		return manager;
	}

	private PlatformTransactionManager jpaManager() {
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(this.units.pool());
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		factory.setPackagesToScan("io.bailiwick.nothing");
		factory.afterPropertiesSet();
		this.entityManagers = factory;
		JpaTransactionManager manager = new JpaTransactionManager(Objects.requireNonNull(factory.getObject()));
		manager.afterPropertiesSet();
		return manager;
	}

	private CommitOutcomeUnknownException fail(Transactions transactions) {
		return catchThrowableOfType(CommitOutcomeUnknownException.class, () -> transactions.run(() -> {
			hooks(transactions);
			work();
		}));
	}

	private void hooks(Transactions transactions) {
		transactions.afterCommit(() -> this.log.add("committed"));
		transactions.afterRollback(() -> this.log.add("rolled back"));
	}

	private void work() {
		this.log.add("work");
		this.units.jdbc().update("INSERT INTO transfer SELECT count(*) FROM transfer");
	}

	private void terminate() {
		Integer process = this.units.jdbc().queryForObject("SELECT pg_backend_pid()", Integer.class);
		// The second argument waits for the end of the process.
		this.database.jdbc().queryForList("SELECT pg_terminate_backend(?, 10000)", process);
	}

	private TransactionId currentId() {
		return TransactionId
			.parse(String.valueOf(this.units.jdbc().queryForObject("SELECT pg_current_xact_id()", String.class)));
	}

	private static TransactionId id(CommitOutcomeUnknownException ex) {
		TransactionId id = ex.getTransactionId();
		assertThat(id).isNotNull();
		return id;
	}

	private TransactionOutcome awaitOutcome(TransactionId id) throws InterruptedException {
		TransactionOutcome outcome = TransactionOutcome.IN_PROGRESS;
		for (int i = 0; i < 1000 && outcome == TransactionOutcome.IN_PROGRESS; i++) {
			Thread.sleep(10);
			outcome = this.units.transactions().outcomeOf(id);
		}
		return outcome;
	}

	enum Manager {

		OWN, JDBC, JPA

	}

}
