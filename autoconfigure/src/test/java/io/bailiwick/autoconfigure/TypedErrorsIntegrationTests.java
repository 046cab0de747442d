package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.bailiwick.database.error.CheckViolationException;
import io.bailiwick.database.error.DeadlockException;
import io.bailiwick.database.error.ExclusionViolationException;
import io.bailiwick.database.error.ForeignKeyViolationException;
import io.bailiwick.database.error.LockNotAvailableException;
import io.bailiwick.database.error.LockTimeoutException;
import io.bailiwick.database.error.NotNullViolationException;
import io.bailiwick.database.error.PermissionDeniedException;
import io.bailiwick.database.error.ReadOnlyException;
import io.bailiwick.database.error.SerializationFailureException;
import io.bailiwick.database.error.UniqueViolationException;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.transaction.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Integration tests for the errors of a server on all ways to the caller: from a
 * {@code JdbcClient}, from a unit of {@link Transactions}, and from the COMMIT of a
 * {@code @Transactional} method.
 */
@Timeout(120)
class TypedErrorsIntegrationTests {

	/**
	 * What makes the server complain, wherever it is executed.
	 */
	private static final Map<Class<? extends DataAccessException>, String> CAUSES = Map.ofEntries(
			Map.entry(UniqueViolationException.class, "INSERT INTO wallets.account VALUES (1, 1)"),
			Map.entry(ForeignKeyViolationException.class, "INSERT INTO wallets.entry VALUES (99)"),
			Map.entry(CheckViolationException.class, "INSERT INTO wallets.account VALUES (3, -1)"),
			Map.entry(NotNullViolationException.class, "INSERT INTO wallets.account VALUES (3, NULL)"),
			Map.entry(ExclusionViolationException.class, "INSERT INTO wallets.booking VALUES ('[4,6)')"),
			Map.entry(PermissionDeniedException.class, "SET LOCAL ROLE %s; PERFORM 1 FROM wallets.account"),
			Map.entry(ReadOnlyException.class, "SET LOCAL transaction_read_only = on; DELETE FROM wallets.entry"),
			Map.entry(LockNotAvailableException.class, "PERFORM 1 FROM wallets.account WHERE id = 2 FOR UPDATE NOWAIT"),
			Map.entry(LockTimeoutException.class,
					"SET LOCAL lock_timeout = '20ms'; PERFORM 1 FROM wallets.account WHERE id = 2 FOR UPDATE"),
			// The other one changes the row meanwhile.
			Map.entry(SerializationFailureException.class,
					"PERFORM pg_advisory_xact_lock(1); UPDATE wallets.account SET balance = 5 WHERE id = 1"),
			// The other one waits for the first lock and has the second.
			Map.entry(DeadlockException.class,
					"""
							SET LOCAL deadlock_timeout = '10ms'; PERFORM pg_advisory_xact_lock(2);
							WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 2 AND NOT granted) LOOP
							END LOOP;
							PERFORM pg_advisory_xact_lock(3)"""));

	private final TestPostgres.Database database = TestPostgres.newDatabase();

	private final String role = this.database.name() + "_reader";

	@TempDir
	Path classes;

	@AfterEach
	void dropRole() {
		this.database.execute("DROP OWNED BY " + this.role);
		this.database.execute("DROP ROLE " + this.role);
	}

	@Test
	void eachErrorArrivesAsItsTypeWhereverItComesFrom() {
		DomainApplication.runner(this.classes)
			.withBean(Service.class)
			.withPropertyValues(this.database.properties())
			.withPropertyValues("spring.datasource.hikari.transaction-isolation=TRANSACTION_REPEATABLE_READ")
			.run((context) -> {
				create();
				Service service = context.getBean(Service.class);
				for (Map.Entry<Class<? extends DataAccessException>, String> cause : CAUSES.entrySet()) {
					String block = cause.getValue().formatted(this.role);
					assertThat(thrown(cause.getKey(), () -> service.alone(block))).as("JdbcClient")
						.isExactlyInstanceOf(cause.getKey());
					assertThat(thrown(cause.getKey(), () -> service.inUnit(block))).as("Transactions")
						.isExactlyInstanceOf(cause.getKey());
					assertThat(thrown(cause.getKey(), () -> service.atCommit(block))).as("@Transactional, at COMMIT")
						.isExactlyInstanceOf(cause.getKey())
						.hasMessageContaining("Domain 'wallets': ")
						.satisfies((ex) -> assertThat(ex.getStackTrace())
							.anySatisfy((frame) -> assertThat(frame.getMethodName()).isEqualTo("doCommit")));
				}
				assertThat(this.database.jdbc().queryForList("SELECT count(*) FROM wallets.at_commit", Integer.class))
					.containsExactly(0);
			});
	}

	private void create() {
		this.database.execute(
				"""
						CREATE TABLE wallets.account (id int PRIMARY KEY,
							balance int NOT NULL CONSTRAINT not_negative CHECK (balance >= 0));
						CREATE TABLE wallets.entry (account int REFERENCES wallets.account);
						CREATE TABLE wallets.booking (during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));
						INSERT INTO wallets.account VALUES (1, 1), (2, 1);
						INSERT INTO wallets.booking VALUES ('[1,5)');
						CREATE TABLE wallets.at_commit (block text);
						CREATE FUNCTION wallets.run() RETURNS trigger LANGUAGE plpgsql AS
						'BEGIN EXECUTE NEW.block; RETURN NULL; END';
						CREATE CONSTRAINT TRIGGER runs AFTER INSERT ON wallets.at_commit DEFERRABLE INITIALLY DEFERRED
						FOR EACH ROW EXECUTE FUNCTION wallets.run()""");
		this.database.execute("CREATE ROLE " + this.role);
		this.database.execute("GRANT USAGE ON SCHEMA wallets TO " + this.role);
	}

	/**
	 * Return what is thrown while another session does its part.
	 */
	private Throwable thrown(Class<?> type, Runnable work) throws Exception {
		try (Connection other = this.database.connect(); Statement statement = other.createStatement()) {
			statement.execute("SELECT pg_advisory_lock(1)");
			other.setAutoCommit(false);
			statement.execute("SELECT 1 FROM wallets.account WHERE id = 2 FOR UPDATE");
			FutureTask<Void> part = new FutureTask<>(() -> {
				if (type == SerializationFailureException.class) {
					awaitAdvisoryLock(1, false);
					statement.execute("UPDATE wallets.account SET balance = 7 WHERE id = 1");
					other.commit();
					statement.execute("SELECT pg_advisory_unlock(1)");
				}
				else if (type == DeadlockException.class) {
					statement.execute("SET LOCAL deadlock_timeout = '60s'; SELECT pg_advisory_xact_lock(3)");
					awaitAdvisoryLock(2, true);
					statement.execute("SELECT pg_advisory_xact_lock(2)");
				}
				return null;
			});
			new Thread(part, "other").start();
			Throwable thrown = catchThrowable(work::run);
			part.get(60, TimeUnit.SECONDS);
			return thrown;
		}
	}

	private void awaitAdvisoryLock(int lock, boolean granted) throws SQLException, InterruptedException {
		while (this.database.jdbc()
			.queryForList("""
					SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ? AND granted = ?
					AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""", lock, granted)
			.isEmpty()) {
			Thread.sleep(1);
		}
	}

	static class Service {

		private final Transactions transactions;

		private final JdbcClient jdbc;

		Service(@OfDomain("wallets") Transactions transactions, @OfDomain("wallets") JdbcClient jdbc) {
			this.transactions = transactions;
			this.jdbc = jdbc;
		}

		void alone(String block) {
			this.jdbc.sql(statement(block)).update();
		}

		void inUnit(String block) {
			this.transactions.run(() -> {
				this.jdbc.sql("SELECT 1").query().singleValue();
				this.jdbc.sql(statement(block)).update();
			});
		}

		@Transactional("wallets")
		void atCommit(String block) {
			this.jdbc.sql("INSERT INTO wallets.at_commit VALUES (?)").param(statement(block)).update();
		}

		private static String statement(String block) {
			return "DO $$ BEGIN %s; END $$".formatted(block);
		}

	}

}
