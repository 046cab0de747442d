package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationMode;
import io.bailiwick.test.ProtocolProxy;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for applications that do not migrate when they start, by their
 * properties.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class MigrationModePropertiesIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void noneLeavesTheDatabaseAsItIs() {
		runner("bailiwick.migration.mode=none", "bailiwick.domains.users.migration-mode=migrate").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(DomainMigrations.class).mode("users")).isEqualTo(MigrationMode.NONE);
			assertThat(schemas()).isZero();
			context.getBean(DomainMigrations.class).migrate();
			assertThat(schemas()).isEqualTo(2);
		});
	}

	@Test
	void aDomainHasAModeOfItsOwn() {
		runner("bailiwick.domains.wallets.migration-mode=none").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(DomainMigrations.class).mode("users")).isEqualTo(MigrationMode.MIGRATE);
			assertThat(schemas()).isOne();
		});
		runner("bailiwick.domains.wallets.migration-mode=validate").run((context) -> {
			FailureAnalysis failure = DomainApplication.analysis(context);
			assertThat(failure.getDescription()).startsWith("The domain 'wallets' in the database 'main'");
			assertThat(schemas()).isOne();
		});
	}

	@Test
	void whoWaitsGivesUpAtTheDeadline() {
		runner("bailiwick.migration.mode=wait", "bailiwick.migration.wait-timeout=200ms").run((context) -> {
			FailureAnalysis failure = DomainApplication.analysis(context);
			assertThat(failure.getDescription()).startsWith("Waited 200 ms in vain for somebody else to migrate");
			assertThat(schemas()).isZero();
		});
	}

	@Test
	void anApplicationWithRolesWaitsAndValidatesAsItsOwnLogin() {
		String roles = "bailiwick.roles.enabled=true";
		String prefix = "bailiwick.roles.prefix=" + this.database.name();
		String eventual = "bailiwick.domains.wallets.consistency=eventual";
		runner(roles, prefix, eventual).run((context) -> assertThat(context).hasNotFailed());
		runner(roles, prefix, eventual, "bailiwick.migration.mode=wait", "bailiwick.migration.wait-timeout=200ms")
			.run((context) -> assertThat(context).hasNotFailed());
		runner(roles, prefix, eventual, "bailiwick.migration.mode=validate")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whoDoesNotMigrateNeedNotReachTheAddressOfMigrations() {
		String elsewhere = "bailiwick.databases.main.migration.url=jdbc:postgresql://localhost:1/nowhere";
		runner().run((context) -> assertThat(context).hasNotFailed());
		runner(elsewhere, "bailiwick.migration.mode=wait").run((context) -> assertThat(context).hasNotFailed());
		runner(elsewhere, "bailiwick.migration.mode=validate").run((context) -> assertThat(context).hasNotFailed());
		runner(elsewhere).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void whoWaitsMayBeThereBeforeTheServer(CapturedOutput output) throws Exception {
		runner().run((context) -> assertThat(context).hasNotFailed());
		int port = closedPort();
		CompletableFuture<Void> start = CompletableFuture.runAsync(() -> runner("bailiwick.migration.mode=wait",
				"spring.datasource.url=" + this.database.url().replaceFirst(":\\d+/", ":" + port + "/"))
			.run((context) -> assertThat(context).hasNotFailed()));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> output.getOut().contains("Waiting up to 600 s for the server of the database 'main': "));
		assertThat(start).isNotDone();
		try (ProtocolProxy proxy = new ProtocolProxy(this.database, port)) {
			start.get(60, TimeUnit.SECONDS);
			assertThat(proxy.traffic().opened()).isPositive();
		}
	}

	private ApplicationContextRunner runner(String... properties) {
		return DomainApplication.runner(this.classes)
			.withPropertyValues(this.database.properties())
			.withPropertyValues(properties);
	}

	private int schemas() {
		return this.database.jdbc()
			.queryForObject("SELECT count(*) FROM pg_namespace WHERE nspname IN ('users', 'wallets')", Integer.class);
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
