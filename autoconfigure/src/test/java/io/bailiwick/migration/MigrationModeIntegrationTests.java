package io.bailiwick.migration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.ProtocolProxy;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.awaitility.Awaitility;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Integration tests for starts that do not migrate, with another one that does.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class MigrationModeIntegrationTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration SHORT = Duration.ofMillis(300);

	@TempDir
	Path classes;

	@TempDir
	Path newer;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	@Test
	void noneOpensNoConnection() {
		try (TestMigrations none = migrations().modes(MigrationMode.NONE, Map.of(), SHORT)) {
			none.build().afterPropertiesSet();
			assertThat(none.pool().getHikariPoolMXBean()).isNull();
			none.build().migrate();
			assertThat(versions("users")).containsExactly("1", "2");
		}
	}

	@Test
	void aStartThatValidatesRefusesADatabaseThatIsBehind() {
		try (TestMigrations first = migrations()) {
			first.build().migrate(MigrationScope.all().to("users", "1"));
		}
		FailureAnalysis failure = refusal(MigrationMode.VALIDATE, folder(), SHORT);
		assertThat(failure.getDescription()).startsWith("2 domains are not as this application needs them.")
			.contains("(1) The domain 'users' in the database 'main' (" + this.database.url())
			.contains("    has version 1 and needs 2, missing: version 2")
			.contains("(2) The domain 'wallets' in ")
			.contains("    \"wallets\".\"flyway_schema_history\" is not there")
			.endsWith("Nothing was changed.");
		assertThat(failure.getAction()).contains("db migrate users'")
			.contains("db migrate wallets'")
			.contains("'bailiwick.migration.mode=migrate'");
		assertThat(schemas()).doesNotContain("wallets");
	}

	@Test
	void aStartThatValidatesRefusesFilesThatHaveChanged() {
		migrate();
		FailureAnalysis failure = refusal(MigrationMode.VALIDATE,
				folder().file("db/migration/users/V2__more.sql", "SELECT 3;")
					.file("db/migration/users/V3__pending.sql", "SELECT 4;"),
				SHORT);
		assertThat(failure.getDescription()).startsWith("The files of the domain 'users' are not the ones")
			.contains("the file was changed after it had been applied")
			.doesNotContain("pending");
	}

	@Test
	void aStartThatValidatesAcceptsANewerDatabase(CapturedOutput output) {
		try (TestMigrations first = new TestMigrations(this.database,
				new MigrationFolder(this.newer).file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
					.file("db/migration/users/V2__more.sql", "SELECT 2;")
					.file("db/migration/users/V3__new.sql", "SELECT 3;")
					.file("db/migration/users/R__view.sql", "SELECT 'view';"))) {
			first.domain("users").migrate();
		}
		try (TestMigrations second = new TestMigrations(this.database, folder()).domain("users")
			.modes(MigrationMode.VALIDATE, Map.of(), SHORT)) {
			second.build().afterPropertiesSet();
		}
		assertThat(output).contains("The domain 'users' has the version 3, which is newer than its files");
	}

	@Test
	void aRoleThatMayOnlyReadTheHistoriesCanValidateAndWait() {
		migrate();
		Database reader = reader();
		for (MigrationMode mode : List.of(MigrationMode.VALIDATE, MigrationMode.WAIT)) {
			try (TestMigrations start = new TestMigrations(reader, folder()).domain("users").domain("wallets")) {
				start.modes(mode, Map.of(), SHORT).build().afterPropertiesSet();
			}
		}
		MigrationFolder more = folder().file("db/migration/users/V3__new.sql", "SELECT 3;");
		assertThat(refusal(reader, MigrationMode.VALIDATE, more, SHORT).getDescription())
			.contains("has version 2 and needs 3, missing: version 3");
		assertThat(refusal(reader, MigrationMode.WAIT, more, SHORT).getDescription())
			.contains("has version 2 and needs 3, missing: version 3");
		MigrationFolder edited = more.file("db/migration/users/V2__more.sql", "SELECT 'edited';");
		assertThat(refusal(reader, MigrationMode.VALIDATE, edited, SHORT).getDescription())
			.contains("the file was changed after it had been applied");
	}

	@Test
	void aRoleThatMayNotReadTheHistoriesIsToldWhatItNeeds() {
		migrate();
		Database reader = reader();
		this.database.execute("REVOKE SELECT ON users.flyway_schema_history FROM " + reader.username());
		for (MigrationMode mode : List.of(MigrationMode.VALIDATE, MigrationMode.WAIT)) {
			FailureAnalysis failure = refusal(reader, mode, folder(), SHORT);
			assertThat(failure.getDescription()).contains("\"users\".\"flyway_schema_history\" may not be read")
				.doesNotContain("wallets");
			assertThat(failure.getAction()).contains("GRANT USAGE ON SCHEMA \"users\" TO",
					"GRANT SELECT ON \"users\".\"flyway_schema_history\" TO");
		}
	}

	@Test
	void aStartThatWaitsGoesOnWhenAnotherOneHasMigrated(CapturedOutput output) throws Exception {
		try (TestMigrations waiting = migrations().modes(MigrationMode.WAIT, Map.of(), LONG)) {
			CompletableFuture<Void> start = CompletableFuture.runAsync(waiting.build()::afterPropertiesSet);
			Awaitility.await()
				.atMost(LONG)
				.until(() -> output.getOut()
					.contains(
							"Waiting up to 60 s for migrations by somebody else: users: \"users\".\"flyway_schema_history\" is not there"));
			assertThat(start).isNotDone();
			try (TestMigrations first = migrations()) {
				first.build().migrate(MigrationScope.all().to("users", "1"));
				Awaitility.await()
					.atMost(LONG)
					.until(() -> output.getOut().contains("users: has version 1 and needs 2, missing: version 2"));
				assertThat(start).isNotDone();
				first.migrate();
			}
			start.get(30, TimeUnit.SECONDS);
			assertThat(output).contains("Migrated as far as needed: users, wallets");
		}
	}

	@Test
	void whoWaitsInVainIsToldWhatIsMissingAndThatNobodyIsMigrating() {
		FailureAnalysis failure = refusal(MigrationMode.WAIT, folder(), SHORT);
		assertThat(failure.getDescription())
			.startsWith(
					"Waited 300 ms in vain for somebody else to migrate the database 'main' (" + this.database.url())
			.contains("    - users: \"users\".\"flyway_schema_history\" is not there")
			.contains("    - wallets: \"wallets\".\"flyway_schema_history\" is not there")
			.contains("Nobody holds the lock of the migrations")
			.endsWith("Nothing was changed.");
		assertThat(failure.getAction()).contains("db migrate users wallets'", "'bailiwick.migration.wait-timeout'");
		assertThat(schemas()).doesNotContain("users", "wallets");
	}

	@Test
	void whoWaitsInVainIsToldWhoIsMigrating() throws SQLException {
		try (Connection holder = this.database.connect()) {
			holder.setClientInfo("ApplicationName", "the-job");
			MigrationLock lock = MigrationLock.acquire(null, holder, SHORT, List.of());
			FailureAnalysis failure = refusal(MigrationMode.WAIT, folder(), SHORT);
			assertThat(failure.getDescription()).contains("Who holds the lock of the migrations: server process ")
				.contains(" of 'the-job' from 127.0.0.1, since ");
			lock.close();
		}
	}

	@Test
	void whatHasFailedIsWaitedForAndNamed() {
		migrate();
		this.jdbc.update("UPDATE users.flyway_schema_history SET success = false WHERE version = '2'");
		FailureAnalysis failure = refusal(MigrationMode.WAIT, folder(), SHORT);
		assertThat(failure.getDescription())
			.contains("- users: has version 1 and needs 2, missing: version 2 (failed: version 2)");
		assertThat(failure.getAction()).contains("db repair users'");
	}

	@Test
	void whoWaitsTakesWhatANewerApplicationHasMigrated() {
		migrate();
		MigrationFolder files = new MigrationFolder(this.newer)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__more.sql", "SELECT 2;")
			.file("db/migration/users/V3__new.sql", "SELECT 3;")
			.file("db/migration/users/R__view.sql", "SELECT 'newer view';");
		try (TestMigrations next = new TestMigrations(this.database, files).domain("users")) {
			next.migrate();
		}
		try (TestMigrations older = migrations().modes(MigrationMode.WAIT, Map.of(), SHORT)) {
			older.build().afterPropertiesSet();
		}
	}

	@Test
	void aRepeatableMigrationThatHasNeverRunWithThisContentIsWaitedFor() {
		migrate();
		FailureAnalysis failure = refusal(MigrationMode.WAIT,
				folder().file("db/migration/users/R__view.sql", "SELECT 'changed';"), SHORT);
		assertThat(failure.getDescription()).contains("- users: has version 2 and needs 2, missing: 'view'");
	}

	@Test
	void aDomainThatMigratesComesAfterTheOneThatItWaitsFor(CapturedOutput output) throws Exception {
		try (TestMigrations mixed = migrations().modes(MigrationMode.MIGRATE, Map.of("users", MigrationMode.WAIT),
				LONG)) {
			CompletableFuture<Void> start = CompletableFuture.runAsync(mixed.build()::afterPropertiesSet);
			Awaitility.await()
				.atMost(LONG)
				.until(() -> output.getOut().contains("Waiting up to 60 s for migrations by somebody else: users: "));
			assertThat(start).isNotDone();
			assertThat(schemas()).doesNotContain("users", "wallets");
			try (TestMigrations owner = new TestMigrations(this.database, folder()).domain("users")) {
				owner.migrate();
			}
			start.get(30, TimeUnit.SECONDS);
			assertThat(versions("wallets")).containsExactly("1");
		}
	}

	@Test
	void migrationsInJavaAreWaitedForThroughFlyway() {
		try (TestMigrations java = migrations().javaMigrations(new V5__Java())) {
			DomainMigrations migrations = java.build();
			assertThatExceptionOfType(DomainMigrationException.class)
				.isThrownBy(() -> migrations.awaitMigrated(MigrationScope.of("users"), SHORT))
				.withMessageContaining("is not there");
			migrations.migrate(MigrationScope.of("users").to("users", "2"));
			assertThatExceptionOfType(DomainMigrationException.class)
				.isThrownBy(() -> migrations.awaitMigrated(MigrationScope.of("users"), SHORT))
				.withMessageContaining("missing: version 5");
			migrations.awaitMigrated(MigrationScope.all().to("users", "2"), SHORT);
			migrations.migrate(MigrationScope.of("users"));
			migrations.awaitMigrated(MigrationScope.of("users"), Duration.ZERO);
		}
	}

	@Test
	void aVersionToWaitForIsEnough() {
		try (TestMigrations first = migrations()) {
			DomainMigrations migrations = first.build();
			migrations.migrate(MigrationScope.all().to("users", "1"));
			migrations.awaitMigrated(MigrationScope.all().to("users", "1"), Duration.ZERO);
			assertThatExceptionOfType(DomainMigrationException.class)
				.isThrownBy(() -> migrations.awaitMigrated(MigrationScope.all().to("users", "2"), Duration.ZERO))
				.withMessageContaining("missing: version 2")
				.withMessageNotContaining("view");
			assertThatExceptionOfType(UnknownDomainException.class)
				.isThrownBy(() -> migrations.awaitMigrated(MigrationScope.of("user"), Duration.ZERO))
				.withMessageContaining("users");
		}
	}

	@Test
	void aServerThatIsNotUpYetIsWaitedFor(CapturedOutput output) throws Exception {
		migrate();
		int port = closedPort();
		Database later = new Database(this.database.url().replaceFirst(":\\d+/", ":" + port + "/"),
				this.database.username(), this.database.password());
		try (TestMigrations waiting = new TestMigrations(later, folder()).domain("users")
			.modes(MigrationMode.WAIT, Map.of(), LONG)) {
			CompletableFuture<Void> start = CompletableFuture.runAsync(waiting.build()::afterPropertiesSet);
			Awaitility.await()
				.atMost(LONG)
				.until(() -> output.getOut()
					.contains("users: No PostgreSQL server could be reached for the database 'main'"));
			assertThat(start).isNotDone();
			try (ProtocolProxy proxy = new ProtocolProxy(this.database, port)) {
				start.get(60, TimeUnit.SECONDS);
				assertThat(proxy.traffic().opened()).isPositive();
			}
		}
	}

	@Test
	void aServerThatRefusesTheLoginIsNotWaitedFor() {
		Database wrong = new Database(this.database.url(), "nobody_of_that_name", "wrong");
		try (TestMigrations waiting = new TestMigrations(wrong, folder()).domain("users")
			.modes(MigrationMode.WAIT, Map.of(), LONG)) {
			assertThatExceptionOfType(DatabaseUnavailableException.class)
				.isThrownBy(() -> waiting.build().afterPropertiesSet())
				.withMessageContaining("refused the role 'nobody_of_that_name'");
		}
	}

	private void migrate() {
		try (TestMigrations first = migrations()) {
			first.migrate();
		}
	}

	private Database reader() {
		String role = "reader_of_" + this.database.name();
		this.database.execute("""
				CREATE ROLE %1$s LOGIN PASSWORD 'x';
				GRANT USAGE ON SCHEMA users, wallets TO %1$s;
				GRANT SELECT ON users.flyway_schema_history, wallets.flyway_schema_history TO %1$s""".formatted(role));
		return new Database(this.database.url(), role, "x");
	}

	private FailureAnalysis refusal(MigrationMode mode, MigrationFolder folder, Duration timeout) {
		return refusal(this.database, mode, folder, timeout);
	}

	private FailureAnalysis refusal(Database database, MigrationMode mode, MigrationFolder folder, Duration timeout) {
		try (TestMigrations start = new TestMigrations(database, folder).domain("users").domain("wallets", "users")) {
			DomainMigrations migrations = start.modes(mode, Map.of(), timeout).build();
			FailureAnalyzedException failure = catchThrowableOfType(FailureAnalyzedException.class,
					migrations::afterPropertiesSet);
			assertThat(failure).isNotNull();
			return failure.analysis();
		}
	}

	private TestMigrations migrations() {
		return new TestMigrations(this.database, folder()).domain("users").domain("wallets", "users");
	}

	private MigrationFolder folder() {
		return new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__more.sql", "SELECT 2;")
			.file("db/migration/users/R__view.sql", "SELECT 'view';")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE b (id int);");
	}

	private List<String> versions(String schema) {
		return this.jdbc.queryForList(
				"SELECT version FROM %s.flyway_schema_history WHERE version IS NOT NULL ORDER BY 1".formatted(schema),
				String.class);
	}

	private List<String> schemas() {
		return this.jdbc.queryForList("SELECT nspname FROM pg_namespace", String.class);
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * A migration that no file describes.
	 */
	static class V5__Java extends BaseJavaMigration {

		@Override
		public void migrate(Context context) {
		}

	}

}
