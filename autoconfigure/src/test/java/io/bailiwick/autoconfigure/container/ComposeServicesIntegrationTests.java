package io.bailiwick.autoconfigure.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.Databases;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for services of Docker Compose, told of with the event that Spring
 * Boot publishes and to the listeners that a whole application has.
 */
class ComposeServicesIntegrationTests {

	private static final String LABEL = "io.bailiwick.database";

	@TempDir
	Path classes;

	private final Database main = TestPostgres.newDatabase();

	private final Database reports = TestPostgres.newDatabase();

	@Test
	void aLabelGivesAServiceToADatabase() {
		try (ConfigurableApplicationContext context = run(service("reports-db", "postgres", this.reports, "reports"),
				service("db", "postgres", this.main, null))) {
			assertThat(database(context, "usersJdbcClient")).isEqualTo(this.main.name());
			assertThat(database(context, "reportingJdbcClient")).isEqualTo(this.reports.name());
			assertThat(context.getBeansOfType(JdbcConnectionDetails.class))
				.containsOnlyKeys("jdbcConnectionDetailsForDb");
			assertThat(context.getBeansOfType(ConnectionDetails.class).keySet())
				.noneMatch((name) -> name.endsWith("ForReportsDb"));
			assertThat(context.getBean(Databases.class).get("reports").location().origin())
				.isEqualTo("the Compose service 'reports-db'");
		}
	}

	@Test
	void theMainDatabaseMayBeElsewhere() {
		try (ConfigurableApplicationContext context = run(service("reports", "postgres", this.reports, "reports"))) {
			assertThat(database(context, "usersJdbcClient")).isEqualTo(this.main.name());
			assertThat(database(context, "reportingJdbcClient")).isEqualTo(this.reports.name());
		}
	}

	@Test
	void aServiceThatSpringBootDoesNotKnowIsRefused() {
		refused("the Compose service 'reports', and Spring Boot does not know its image 'docker.io/library/mine'",
				service("reports", "mine", this.reports, "reports"));
	}

	@Test
	void theMainDatabaseNeedsNoLabel() {
		refused("The label 'io.bailiwick.database: main' stands on the Compose service 'db'",
				service("db", "postgres", this.main, "main"));
	}

	@Test
	void twoServicesForOneDatabaseAreRefused() {
		refused("by the Compose service 'one' and by the Compose service 'two'",
				service("one", "postgres", this.reports, "reports"),
				service("two", "postgres", this.reports, "reports"));
	}

	private void refused(String message, RunningService... services) {
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(() -> run(services).close())
			.withMessageContaining(message);
	}

	private ConfigurableApplicationContext run(RunningService... services) {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (id int PRIMARY KEY);")
			.file("db/migration/reporting/V1__create_reports.sql", "CREATE TABLE reports (id int PRIMARY KEY);");
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(folder.classLoader()),
				Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.addListeners((ApplicationListener<ApplicationPreparedEvent>) (prepared) -> {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			prepared.getSpringApplication().getListeners().forEach(multicaster::addApplicationListener);
			multicaster.multicastEvent(ready(prepared.getApplicationContext(), services));
		});
		List<String> arguments = new ArrayList<>(List.of("--bailiwick.domains.reporting.database=reports",
				"--spring.docker.compose.enabled=false", "--spring.main.banner-mode=off",
				"--spring.datasource.url=" + this.main.url(), "--spring.datasource.username=" + this.main.username(),
				"--spring.datasource.password=" + this.main.password()));
		return application.run(arguments.toArray(String[]::new));
	}

	private static DockerComposeServicesReadyEvent ready(ApplicationContext context, RunningService... services) {
		try {
			return BeanUtils.instantiateClass(
					DockerComposeServicesReadyEvent.class.getDeclaredConstructor(ApplicationContext.class, List.class),
					context, List.of(services));
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RunningService service(String name, String image, Database database, String label) {
		return new Service(name, ImageReference.of(image), database, (label != null) ? Map.of(LABEL, label) : Map.of());
	}

	private static String database(ApplicationContext context, String client) {
		return context.getBean(client, JdbcClient.class).sql("SELECT current_database()").query(String.class).single();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class Application {

	}

	/**
	 * A service as Docker Compose would run it.
	 */
	private record Service(String name, ImageReference image, Database database,
			Map<String, String> labels) implements RunningService {

		@Override
		public String host() {
			return "localhost";
		}

		@Override
		public ConnectionPorts ports() {
			int port = Integer.parseInt(this.database.url().replaceFirst(".*:(\\d+)/.*", "$1"));
			return new ConnectionPorts() {

				@Override
				public int get(int containerPort) {
					return port;
				}

				@Override
				public List<Integer> getAll() {
					return List.of(port);
				}

				@Override
				public List<Integer> getAll(String protocol) {
					return List.of(port);
				}

			};
		}

		@Override
		public Map<String, String> env() {
			return Map.of("POSTGRES_USER", this.database.username(), "POSTGRES_PASSWORD", this.database.password(),
					"POSTGRES_DB", this.database.name());
		}

	}

}
