package io.bailiwick.autoconfigure.container;

import java.nio.file.Path;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.actuate.DomainsEndpoint.DomainsDescriptor;
import io.bailiwick.autoconfigure.BailiwickAutoConfiguration;
import io.bailiwick.autoconfigure.DomainsEndpointAutoConfiguration;
import io.bailiwick.database.container.ServesDatabase;
import io.bailiwick.domain.Domains;
import io.bailiwick.test.MigrationFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.lifecycle.TestcontainersLifecycleApplicationContextInitializer;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for container beans that serve databases, beside the one that has a
 * service connection.
 */
class ContainerBeansIntegrationTests {

	@TempDir
	Path classes;

	static boolean dockerAnswers() {
		return DockerClientFactory.instance().isDockerAvailable();
	}

	@Test
	void aContainerBeanServesTheDatabaseThatItNames() {
		runner().withUserConfiguration(Containers.class)
			.withPropertyValues("bailiwick.domains.reporting.database=reports",
					"bailiwick.databases.reports.url=jdbc:postgresql://localhost:1/nowhere",
					"bailiwick.databases.reports.username=nobody",
					"bailiwick.databases.reports.pool.maximum-pool-size=4")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				TestContainer container = context.getBean("reportsContainer", TestContainer.class);
				assertThat(container.starts()).isEqualTo(1);
				assertThat(context.getBean("reportsConnectionPool", HikariDataSource.class).getMaximumPoolSize())
					.isEqualTo(4);
				assertThat(database(context, "reportingJdbcClient")).isEqualTo(container.database().name());
				assertThat(database(context, "usersJdbcClient"))
					.isEqualTo(context.getBean("mainContainer", TestContainer.class).database().name());
				DomainsDescriptor descriptor = context.getBean(DomainsEndpoint.class).domains();
				assertThat(descriptor.databases().get("reports").url()).isEqualTo(container.database().url());
				assertThat(descriptor.databases().get("reports").origin())
					.isEqualTo("the container bean 'reportsContainer'");
			});
	}

	@Test
	void aDatabaseNeedsNoProperties() {
		runner().withUserConfiguration(Imported.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Domains.class).get("reporting").database()).isEqualTo("reporting");
			assertThat(database(context, "reportingJdbcClient")).isEqualTo(Fields.reporting.database().name());
			assertThat(context.getBean(DomainsEndpoint.class).domains().databases().get("reporting").origin())
				.isEqualTo("the field " + Fields.class.getName() + ".reporting");
		});
	}

	@Test
	@EnabledIf(value = "dockerAnswers",
			disabledReason = "No Docker engine answers, so no server can start in a container")
	void realContainersServeADatabaseEach() {
		runner().withUserConfiguration(RealContainers.class)
			.withPropertyValues("bailiwick.domains.reporting.database=reports")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(database(context, "reportingJdbcClient")).isEqualTo("reports");
				assertThat(database(context, "usersJdbcClient")).isEqualTo("test");
				assertThat(context.getBean("reportsConnectionPool", HikariDataSource.class).getJdbcUrl())
					.startsWith(context.getBean("reportsContainer", PostgreSQLContainer.class).getJdbcUrl());
			});
	}

	@Test
	void aContainerForADatabaseOfNobodyIsRefused() {
		runner().withUserConfiguration(Containers.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessage(
						"The database 'reports' is served by the container bean 'reportsContainer', and no domain lives in it."));
	}

	@Test
	void twoContainersForOneDatabaseAreRefused() {
		runner().withUserConfiguration(Containers.class, MoreContainers.class)
			.withPropertyValues("bailiwick.domains.reporting.database=reports")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("by the container bean 'reportsContainer' and by the container bean 'another'"));
	}

	@Test
	void aBeanThatIsNoContainerOfADatabaseIsRefused() {
		runner().withUserConfiguration(NoContainer.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessage(
						"@ServesDatabase(\"reports\") stands on the container bean 'cache', which is no JdbcDatabaseContainer of Testcontainers, but of type "
								+ GenericContainer.class.getName() + "."));
	}

	@Test
	void nothingHappensWhereTheDomainsAreSwitchedOff() {
		runner().withUserConfiguration(Containers.class)
			.withPropertyValues("bailiwick.enabled=false", "spring.flyway.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DataSource.class)
				.doesNotHaveBean(Domains.class));
	}

	private static String database(ApplicationContext context, String client) {
		return context.getBean(client, JdbcClient.class).sql("SELECT current_database()").query(String.class).single();
	}

	private ApplicationContextRunner runner() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (id int PRIMARY KEY);")
			.file("db/migration/reporting/V1__create_reports.sql", "CREATE TABLE reports (id int PRIMARY KEY);");
		return new ApplicationContextRunner()
			.withInitializer(new TestcontainersLifecycleApplicationContextInitializer())
			.withConfiguration(
					AutoConfigurations.of(ContainerDatabasesAutoConfiguration.class, BailiwickAutoConfiguration.class,
							ServiceConnectionAutoConfiguration.class, DataSourceAutoConfiguration.class,
							DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
							JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
							FlywayAutoConfiguration.class, DomainsEndpointAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*");
	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		@ServiceConnection
		TestContainer mainContainer() {
			return new TestContainer();
		}

		@Bean
		@ServesDatabase("reports")
		TestContainer reportsContainer() {
			return new TestContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MoreContainers {

		@Bean
		@ServesDatabase("reports")
		TestContainer another() {
			return new TestContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoContainer {

		@Bean
		@ServesDatabase("reports")
		GenericContainer<?> cache() {
			return new GenericContainer<>("redis");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers(Fields.class)
	static class Imported {

	}

	static class Fields {

		@ServiceConnection
		static TestContainer main = new TestContainer();

		@ServesDatabase("reporting")
		static TestContainer reporting = new TestContainer();

	}

	@Configuration(proxyBeanMethods = false)
	static class RealContainers {

		@Bean
		@ServiceConnection
		PostgreSQLContainer mainContainer() {
			return postgres();
		}

		@Bean
		@ServesDatabase("reports")
		PostgreSQLContainer reportsContainer() {
			return postgres().withDatabaseName("reports");
		}

		private static PostgreSQLContainer postgres() {
			return new PostgreSQLContainer(
					"postgres:%s-alpine".formatted(System.getProperty("postgres.version", "18")));
		}

	}

}
