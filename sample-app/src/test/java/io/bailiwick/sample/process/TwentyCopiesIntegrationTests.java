package io.bailiwick.sample.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many copies of the sample that start at once on one empty database, as after a
 * deployment.
 */
class TwentyCopiesIntegrationTests {

	private static final int COPIES = 20;

	/** Something of every migration that stands in its SQL once. */
	private static final List<String> STATEMENTS = List.of("create function users.time_ordered_uuid()",
			"create table users.users (", "create table wallets.wallets (", "create table wallets.deposits (",
			"create table transfers.transfers (", "add column note text", "validate constraint ck_transfers_note",
			"create table transfers.idempotency_keys (");

	@TempDir(factory = TargetDirectory.class)
	private Path directory;

	private final List<ApplicationProcess> copies = new ArrayList<>();

	@AfterEach
	void killLeftovers() throws InterruptedException {
		for (ApplicationProcess copy : this.copies) {
			copy.kill();
		}
	}

	@Test
	void everyMigrationIsAppliedExactlyOnceAndAllComeUp() throws Exception {
		// Every statement that changes a schema goes to the server's log, also when it
		// fails or is rolled back.
		try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServerSettings.in(this.directory.resolve("server"))
			.withParameter("max_connections", "300")
			.withParameter("log_statement", "ddl"))) {
			String url = server.jdbcUrl().replace("/postgres", "/copies");
			execute(server, server.jdbcUrl(), "CREATE DATABASE copies");
			startCopies(server);
			for (ApplicationProcess copy : this.copies) {
				copy.awaitOutput("Started SampleApplication");
				assertThat(copy.get("/actuator/health").statusCode()).as(copy.output()).isEqualTo(200);
			}
			assertThat(this.copies).allMatch(ApplicationProcess::isAlive);
			assertThat(writing("Applied 8 migrations")).hasSize(1);
			assertThat(writing("Migrating schema")).hasSize(1);
			assertThat(writing("up to date: users, wallets, transfers")).hasSize(COPIES - 1);
			try (Connection connection = connect(server, url)) {
				assertThat(DatabaseContents.history(DatabaseContents.read(connection))).hasSize(STATEMENTS.size())
					.doesNotHaveDuplicates()
					.allMatch((line) -> line.endsWith("|t"));
			}
			String log = Files.readString(server.dataDirectory().resolve("server.log"));
			assertThat(STATEMENTS).allSatisfy((statement) -> assertThat(log).containsOnlyOnce(statement));
		}
	}

	private void startCopies(EmbeddedServer server) throws Exception {
		Map<String, String> environment = Map.of("DATABASE_URL", "postgresql://%s:%s@127.0.0.1:%d/copies"
			.formatted(server.username(), server.password(), server.port()));
		List<String> arguments = List.of("-jar", ClassPaths.sampleJar().toString(), "--server.port=0");
		for (int copy = 0; copy < COPIES; copy++) {
			this.copies.add(ApplicationProcess.start(this.directory, environment, arguments));
		}
	}

	private List<ApplicationProcess> writing(String text) {
		return this.copies.stream().filter((copy) -> copy.output().contains(text)).toList();
	}

	private static Connection connect(EmbeddedServer server, String url) throws Exception {
		return DriverManager.getConnection(url, server.username(), server.password());
	}

	private static void execute(EmbeddedServer server, String url, String sql) throws Exception {
		try (Connection connection = connect(server, url); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
