package io.bailiwick.database.security;

import java.nio.file.Files;
import java.nio.file.Path;

import io.bailiwick.autoconfigure.BailiwickAutoConfiguration;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for an application whose databases have certificates and credentials.
 */
class SecuredApplicationIntegrationTests {

	@TempDir
	static Path directory;

	private final Database main = TestPostgres.newDatabase();

	private TestAuthority authority;

	private TlsServer server;

	@BeforeEach
	void startServer(@TempDir Path certificates) throws Exception {
		this.authority = new TestAuthority(certificates, "Company-Authority");
		Files.writeString(directory.resolve("ca.crt"), this.authority.certificate());
		this.server = new TlsServer(directory.resolve("server"));
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@Test
	void aDomainsDatabaseIsReachedWithTheCertificatesOfItsBundleAndTheCredentialsOfItsBean() throws Exception {
		this.server.present(this.authority.issue("here", "-ext", "san=ip:127.0.0.1"));
		run().withUserConfiguration(Credentials.class)
			.withPropertyValues("test.username=" + this.server.username(), "test.password=" + this.server.password())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("usersJdbcClient", JdbcClient.class)
					.sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
					.query(Boolean.class)
					.single()).isTrue();
				assertThat(
						context.getBean(JdbcClient.class).sql("SELECT current_database()").query(String.class).single())
					.isEqualTo(this.main.name());
			});
	}

	@Test
	void aServerWithACertificateForAnotherHostIsRefusedWithAnExplanation() throws Exception {
		this.server.present(this.authority.issue("elsewhere", "-ext", "san=dns:db.example.com"));
		run()
			.withPropertyValues("bailiwick.databases.users.username=" + this.server.username(),
					"bailiwick.databases.users.password=" + this.server.password())
			.run((context) -> {
				assertThat(context).hasFailed();
				Throwable failure = context.getStartupFailure();
				while (failure != null && !(failure instanceof DatabaseUnavailableException)) {
					failure = failure.getCause();
				}
				assertThat(failure).isNotNull()
					.hasMessageContaining("the database 'users'")
					.hasMessageContaining("issued for another host name");
			});
	}

	private ApplicationContextRunner run() {
		MigrationFolder folder = new MigrationFolder(directory.resolve("classes"))
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (id int PRIMARY KEY);");
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BailiwickAutoConfiguration.class,
					DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, SslAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			.withPropertyValues(this.main.properties())
			.withPropertyValues("bailiwick.databases.users.url=" + this.server.url("127.0.0.1"),
					"bailiwick.databases.users.ssl.bundle=company",
					"spring.ssl.bundle.pem.company.truststore.certificate=file:" + directory.resolve("ca.crt"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Credentials {

		@Bean
		@OfDomain("users")
		DatabaseCredentials credentials(Environment environment) {
			return (database) -> new DatabaseCredentials.Login(environment.getRequiredProperty("test.username"),
					environment.getRequiredProperty("test.password"));
		}

	}

}
