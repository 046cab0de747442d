package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for an application that has domains and no database.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedDatabaseIntegrationTests {

	@TempDir
	Path classes;

	@TempDir
	Path data;

	@Test
	void aServerStartsKeepsItsDataAndEndsWithTheApplication(CapturedOutput output) {
		AtomicReference<String> url = new AtomicReference<>();
		run().run((context) -> {
			assertThat(context).hasNotFailed();
			JdbcClient wallets = context.getBean("walletsJdbcClient", JdbcClient.class);
			assertThat(wallets.sql("SELECT current_setting('fsync')").query(String.class).single()).isEqualTo("on");
			assertThat(wallets.sql("SHOW search_path").query(String.class).single()).isEqualTo("users,wallets,public");
			wallets.sql("INSERT INTO wallets VALUES (7)").update();
			url.set(context.getBean(JdbcConnectionDetails.class).getJdbcUrl());
			assertThat(context.getBean(DomainsEndpoint.class).domains().databases().get("main").origin())
				.contains("embedded PostgreSQL", this.data.resolve("postgresql").toString());
		});
		assertThatExceptionOfType(IOException.class).as("a connection after the end").isThrownBy(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.1", port(url.get())), 1000);
			}
		});
		assertThat(output).doesNotContain(" ERROR ").doesNotContain("Failed to validate connection");
		DomainApplication.files(this.classes)
			.file("db/migration/wallets/V2__add_note.sql", "ALTER TABLE wallets ADD note text;");
		run().run((context) -> {
			JdbcClient wallets = context.getBean("walletsJdbcClient", JdbcClient.class);
			assertThat(wallets.sql("SELECT id FROM wallets").query(Integer.class).list()).containsExactly(7);
			assertThat(wallets.sql("SELECT version FROM wallets.flyway_schema_history ORDER BY installed_rank")
				.query(String.class)
				.list()).containsExactly("1", "2");
			assertThat(wallets.sql("SELECT count(*) FROM users.flyway_schema_history").query(Integer.class).single())
				.isEqualTo(1);
			assertThat(context.getBean(DomainMigrations.class).status("wallets").pending()).isZero();
		});
	}

	@Test
	void aServiceConnectionWins() {
		Database database = TestPostgres.newDatabase();
		run().withBean(JdbcConnectionDetails.class, () -> details(database)).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(JdbcConnectionDetails.class)
				.doesNotHaveBean("embeddedPostgresConnectionDetails");
			assertThat(database.jdbc().queryForObject("SELECT count(*) FROM wallets.wallets", Integer.class)).isZero();
			assertThat(this.data.resolve("postgresql")).doesNotExist();
		});
	}

	@Test
	void aUrlWins() {
		run().withPropertyValues(TestPostgres.newDatabase().properties()).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("embeddedPostgresConnectionDetails");
			assertThat(this.data.resolve("postgresql")).doesNotExist();
		});
	}

	@Test
	void parametersOfTheServerCanBeSet() {
		run().withPropertyValues("bailiwick.embedded.parameters.work_mem=7MB")
			.run((context) -> assertThat(context.getBean("usersJdbcClient", JdbcClient.class)
				.sql("SHOW work_mem")
				.query(String.class)
				.single()).isEqualTo("7MB"));
	}

	private ApplicationContextRunner run() {
		return DomainApplication.runner(this.classes)
			.withConfiguration(AutoConfigurations.of(EmbeddedPostgresAutoConfiguration.class))
			.withPropertyValues("bailiwick.embedded.data-directory=" + this.data.resolve("postgresql"),
					"management.endpoints.web.exposure.include=domains");
	}

	private static int port(String url) {
		return URI.create(url.substring("jdbc:".length())).getPort();
	}

	private static JdbcConnectionDetails details(Database database) {
		return new JdbcConnectionDetails() {

			@Override
			public String getUsername() {
				return database.username();
			}

			@Override
			public String getPassword() {
				return database.password();
			}

			@Override
			public String getJdbcUrl() {
				return database.url();
			}

		};
	}

}
