package io.bailiwick.migration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for the {@link MigrationLock} between processes that start together.
 */
@Timeout(60)
class MigrationLockIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	@Test
	void whoComesSecondWaitsUntilTheFirstIsDone() throws Exception {
		try (Connection holder = this.database.connect(); TestMigrations second = migrations("30s")) {
			MigrationLock lock = lock(holder);
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(second.build()::migrate);
			awaitPolling();
			assertThat(waiting).isNotDone();
			assertThat(schemaExists()).isFalse();
			lock.close();
			waiting.get(30, TimeUnit.SECONDS);
			assertThat(schemaExists()).isTrue();
		}
	}

	@Test
	void whoWaitsInVainIsToldWhoHoldsTheLock() throws Exception {
		try (Connection holder = this.database.connect(); TestMigrations second = migrations("300ms")) {
			holder.setClientInfo("ApplicationName", "the-other-one");
			MigrationLock lock = lock(holder);
			FailureAnalysis failure = second.fail();
			assertThat(failure.getDescription())
				.startsWith("Another process has been migrating the database 'main' (" + this.database.url())
				.contains(" for longer than 300 ms: server process %d of 'the-other-one' from 127.0.0.1, since "
					.formatted(pid(holder)))
				.endsWith("Nothing was migrated.");
			assertThat(failure.getAction()).contains("SELECT pg_terminate_backend(%d)".formatted(pid(holder)))
				.contains("'bailiwick.migration.lock-timeout'");
			assertThat(schemaExists()).isFalse();
			lock.close();
			second.migrate();
		}
	}

	@Test
	void theHolderIsNamedAlsoToARoleThatMayNotSeeIt() throws Exception {
		String role = "small_%s".formatted(this.database.url().replaceFirst(".*/", ""));
		this.database
			.execute("CREATE ROLE %1$s LOGIN PASSWORD 'x'; CREATE SCHEMA users AUTHORIZATION %1$s".formatted(role));
		try (Connection holder = this.database.connect(); TestMigrations second = migrations("100ms")) {
			second.pool().setUsername(role);
			second.pool().setPassword("x");
			MigrationLock lock = lock(holder);
			assertThat(second.fail().getDescription()).contains("server process " + pid(holder)).doesNotContain("null");
			lock.close();
		}
	}

	@Test
	void theLockGoesWithTheServerProcessThatHeldIt() throws Exception {
		try (Connection holder = this.database.connect(); TestMigrations second = migrations("30s")) {
			lock(holder);
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(second.build()::migrate);
			awaitPolling();
			this.jdbc.queryForObject("SELECT pg_terminate_backend(?)", Boolean.class, pid(holder));
			waiting.get(30, TimeUnit.SECONDS);
			assertThat(schemaExists()).isTrue();
		}
	}

	@Test
	void whoWaitsDoesNotBlockAnIndexThatTheHolderBuildsConcurrently() throws Exception {
		this.database.execute("CREATE TABLE public.t AS SELECT n FROM generate_series(1, 1000) n");
		try (Connection holder = this.database.connect(); TestMigrations second = migrations("30s")) {
			second.pool().setAutoCommit(false);
			MigrationLock lock = lock(holder);
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(second.build()::migrate);
			awaitPolling();
			JdbcTemplate working = new JdbcTemplate(
					new DriverManagerDataSource(this.database.url() + "?options=-c%20statement_timeout=10s",
							this.database.username(), this.database.password()));
			working.execute("CREATE INDEX CONCURRENTLY i ON public.t (n)");
			assertThat(waiting).isNotDone();
			lock.close();
			waiting.get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void losingTheLocksConnectionWhileMigratingDoesNotSpoilWhatWasApplied() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql", """
				CREATE TABLE a (id int);
				SELECT pg_terminate_backend(pid) FROM pg_locks
				WHERE locktype = 'advisory' AND classid = 1650551148 AND pid <> pg_backend_pid();
				""");
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("users")) {
			migrations.migrate();
			assertThat(this.jdbc.queryForObject("SELECT count(*) FROM users.flyway_schema_history", Long.class))
				.isOne();
			assertThat(locks()).isZero();
		}
	}

	@Test
	void theLockIsGivenBackAlsoAfterAFailure() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql",
				"SELECT x;");
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("users")) {
			migrations.fail();
			assertThat(locks()).isZero();
		}
	}

	@Test
	void whoWaitsTogetherIsUpTogether() throws Exception {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql",
				"CREATE TABLE a (id int); SELECT pg_sleep(2);");
		List<CompletableFuture<Long>> runs = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(12);
		try {
			for (int i = 0; i < 12; i++) {
				runs.add(CompletableFuture.supplyAsync(() -> {
					new TestMigrations(this.database, folder).domain("users").migrate().close();
					return System.nanoTime();
				}, threads));
			}
			List<Long> times = new ArrayList<>();
			for (CompletableFuture<Long> run : runs) {
				times.add(run.get(50, TimeUnit.SECONDS));
			}
			// Who asked once a second would add up seconds here; the machine may be busy.
			assertThat(Duration.ofNanos(Collections.max(times) - Collections.min(times)))
				.isLessThan(Duration.ofSeconds(8));
			assertThat(this.jdbc.queryForObject("SELECT count(*) FROM users.flyway_schema_history", Long.class))
				.isOne();
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void theLockTellsSinceWhenItIsHeldAndNotSinceWhenTheConnectionIsOpen() throws Exception {
		try (Connection holder = this.database.connect(); TestMigrations second = migrations("100ms")) {
			String opened = this.jdbc.queryForObject(
					"SELECT date_trunc('second', backend_start)::text FROM pg_stat_activity WHERE pid = ?",
					String.class, pid(holder));
			Awaitility.await()
				.until(() -> this.jdbc.queryForObject("SELECT clock_timestamp() > ?::timestamptz + interval '2 s'",
						Boolean.class, opened));
			MigrationLock lock = lock(holder);
			assertThat(second.fail().getDescription()).contains(" from 127.0.0.1, since 20").doesNotContain(opened);
			lock.close();
			assertThat(locks()).isZero();
		}
	}

	private MigrationLock lock(Connection connection) throws Exception {
		return MigrationLock.acquire(
				new io.bailiwick.database.Database(new DatabaseLocation("main", this.database.url(), null, null),
						new DriverManagerDataSource(this.database.url())),
				connection, Duration.ofSeconds(1), List.of());
	}

	/**
	 * Wait until a second session has asked for the lock, and asked again.
	 */
	private void awaitPolling() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.jdbc.queryForObject(
					"""
							SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database()
							AND query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid() AND application_name = 'bailiwick-test'
							AND query_start > backend_start + interval '200 ms'""",
					Boolean.class));
	}

	private int pid(Connection connection) throws Exception {
		return connection.unwrap(PGConnection.class).getBackendPID();
	}

	private long locks() {
		Long locks = this.jdbc
			.queryForObject("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
					+ "(SELECT oid FROM pg_database WHERE datname = current_database())", Long.class);
		return (locks != null) ? locks : -1;
	}

	private boolean schemaExists() {
		return Boolean.TRUE.equals(this.jdbc
			.queryForObject("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'users' AND nspowner = "
					+ "(SELECT oid FROM pg_roles WHERE rolname = current_user))", Boolean.class));
	}

	private TestMigrations migrations(String lockTimeout) {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql",
				"CREATE TABLE a (id int);");
		return new TestMigrations(this.database, folder).domain("users")
			.settings(new MigrationSettings(StandardCharsets.UTF_8, "flyway_schema_history", false, true, Map.of(),
					DurationStyle.detectAndParse(lockTimeout)));
	}

}
