package io.bailiwick.autoconfigure;

import java.nio.file.Path;

import io.bailiwick.actuate.DomainsEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests with a server in a container, found through a service connection.
 */
@EnabledIf(value = "dockerAnswers", disabledReason = "No Docker engine answers, so no server can start in a container")
class ContainerIntegrationTests {

	@TempDir
	Path classes;

	static boolean dockerAnswers() {
		return DockerClientFactory.instance().isDockerAvailable();
	}

	@Test
	void domainsLiveInTheDatabaseOfTheServiceConnection() {
		DomainApplication.runner(this.classes)
			.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
			.withUserConfiguration(Containers.class)
			.withPropertyValues("management.endpoints.web.exposure.include=domains")
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.hasSingleBean(JdbcConnectionDetails.class)
					.doesNotHaveBean("embeddedPostgresConnectionDetails");
				JdbcClient wallets = context.getBean("walletsJdbcClient", JdbcClient.class);
				assertThat(wallets.sql("SHOW search_path").query(String.class).single())
					.isEqualTo("users,wallets,public");
				context.getBean("usersTransactionTemplate", TransactionTemplate.class)
					.executeWithoutResult((status) -> {
						wallets.sql("INSERT INTO wallets VALUES (1)").update();
						status.setRollbackOnly();
					});
				assertThat(wallets.sql("SELECT count(*) FROM wallets").query(Integer.class).single()).isZero();
				assertThat(context.getBean(DomainsEndpoint.class).domain("wallets").pending()).isZero();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		@ServiceConnection
		PostgreSQLContainer postgres() {
			return new PostgreSQLContainer(
					"postgres:%s-alpine".formatted(System.getProperty("postgres.version", "18")));
		}

	}

}
