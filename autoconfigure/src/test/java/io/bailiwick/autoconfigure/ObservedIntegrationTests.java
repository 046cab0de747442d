package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.actuate.DomainsEndpoint.DatabaseDescriptor;
import io.bailiwick.actuate.DomainsEndpoint.DomainDescriptor;
import io.bailiwick.actuate.DomainsEndpoint.DomainsDescriptor;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.migration.DomainStatus.AppliedMigration;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.ProtocolProxy;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.actuate.endpoint.FlywayEndpoint;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for what the actuator shows, with the application started as a whole.
 */
class ObservedIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(3);

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void theEndpointDescribesEachDomainAndItsDatabase() {
		Instant start = Instant.now().minusSeconds(60);
		try (ConfigurableApplicationContext context = run(Application.class, this.database)) {
			DomainsDescriptor descriptor = context.getBean(DomainsEndpoint.class).domains();
			assertThat(descriptor.domains().keySet()).containsExactly("users", "wallets");
			DomainDescriptor wallets = descriptor.domains().get("wallets");
			assertThat(wallets.schema()).isEqualTo("wallets");
			assertThat(wallets.database()).isEqualTo("main");
			assertThat(wallets.dependsOn()).containsExactly("users");
			assertThat(wallets.currentVersion()).isEqualTo("1");
			assertThat(wallets.pending()).isZero();
			assertThat(wallets.error()).isNull();
			AppliedMigration last = wallets.lastMigration();
			assertThat(last).isNotNull();
			assertThat(last.description()).isEqualTo("create wallets");
			assertThat(last.script()).isEqualTo("V1__create_wallets.sql");
			assertThat(last.installedOn()).isBetween(start, Instant.now().plusSeconds(60));
			assertThat(last.installedBy()).isEqualTo(this.database.username());
			DatabaseDescriptor main = descriptor.databases().get("main");
			assertThat(main.url()).isEqualTo(this.database.url().replaceFirst("\\?.*", ""));
			assertThat(main.username()).isEqualTo(this.database.username());
			assertThat(context.getBean(DomainsEndpoint.class).domain("users").currentVersion()).isEqualTo("1");
			assertThat(context.getBean(DomainsEndpoint.class).domain("nobody")).isNull();
		}
	}

	@Test
	void theEndpointCountsWhatWaitsToBeApplied() {
		run(Application.class, this.database).close();
		files().file("db/migration/wallets/V2__add_note.sql", "ALTER TABLE wallets ADD note text;");
		try (ConfigurableApplicationContext context = run(Application.class, this.database)) {
			assertThat(context.getBean(DomainsEndpoint.class).domain("wallets").pending()).isZero();
			this.database.execute("DELETE FROM wallets.flyway_schema_history WHERE version = '2'");
			assertThat(context.getBean(DomainsEndpoint.class).domain("wallets").pending()).isEqualTo(1);
			assertThat(context.getBean(DomainsEndpoint.class).domain("wallets").currentVersion()).isEqualTo("1");
			assertThat(context.getBean(DomainsEndpoint.class).domain("users").pending()).isZero();
		}
	}

	@Test
	void theEndpointTellsNoSecretAndWhereTheAddressCameFrom() {
		String url = this.database.url() + (this.database.url().contains("?") ? "&" : "?")
				+ "sslpassword=hunter2&options=-c%20bailiwick.secret%3Dhunter2";
		System.setProperty("spring.datasource.url", url);
		try (ConfigurableApplicationContext context = run(Application.class, this.database)) {
			DatabaseDescriptor main = context.getBean(DomainsEndpoint.class).domains().databases().get("main");
			assertThat(main.url()).isEqualTo(this.database.url().replaceFirst("\\?.*", ""));
			assertThat(main.toString()).doesNotContain("hunter2", this.database.password());
			assertThat(main.origin()).contains("spring.datasource.url", "systemProperties").doesNotContain("hunter2");
		}
		finally {
			System.clearProperty("spring.datasource.url");
		}
	}

	@Test
	void theEndpointNamesTheFileAndTheLineOfTheAddress() {
		files().file("application.yml", "spring:\n  datasource:\n    url: %s\n".formatted(this.database.url()));
		try (ConfigurableApplicationContext context = run(Application.class,
				"spring.datasource.username=" + this.database.username(),
				"spring.datasource.password=" + this.database.password())) {
			assertThat(context.getBean(DomainsEndpoint.class).domains().databases().get("main").origin())
				.contains("application.yml", "3:");
		}
	}

	@Test
	void theFlywayEndpointListsEveryDomain() {
		try (ConfigurableApplicationContext context = run(Application.class, this.database)) {
			assertThat(context.getBean(FlywayEndpoint.class)
				.flywayBeans()
				.getContexts()
				.values()
				.iterator()
				.next()
				.getFlywayBeans()).containsOnlyKeys("usersFlyway", "walletsFlyway");
		}
	}

	@Test
	void theHealthOfTheDomainsIsUpUntilASchemaIsGone() {
		try (ConfigurableApplicationContext context = run(Application.class, this.database)) {
			IndicatedHealthDescriptor up = health(context, "domains");
			assertThat(up.getStatus()).isEqualTo(Status.UP);
			assertThat(up.getDetails()).containsOnlyKeys("users", "wallets");
			this.database.execute("DROP SCHEMA wallets CASCADE");
			IndicatedHealthDescriptor down = health(context, "domains");
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails().get("wallets")).asString().contains("DOWN", "no schema 'wallets'");
			assertThat(down.getDetails().get("users")).asString().contains("UP");
		}
	}

	@Test
	void aDatabaseThatIsGoneCostsNeitherTheEndpointNorTheHealthMoreThanTheDeadline() throws IOException {
		try (ProtocolProxy proxy = new ProtocolProxy(this.database);
				ConfigurableApplicationContext context = run(Application.class, proxy.database())) {
			proxy.close();
			assertAnswersWithErrors(context);
		}
	}

	@Test
	void aDatabaseThatIsSilentCostsNeitherTheEndpointNorTheHealthMoreThanTheDeadline() throws IOException {
		try (ProtocolProxy proxy = new ProtocolProxy(this.database);
				ConfigurableApplicationContext context = run(Application.class, proxy.database())) {
			proxy.hang();
			assertAnswersWithErrors(context);
			for (int i = 0; i < 2; i++) {
				context.getBean(DomainsEndpoint.class).domains();
			}
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().startsWith("bailiwick-read-"))
				.as("threads that wait for a database")
				.hasSizeLessThanOrEqualTo(4);
		}
	}

	@Test
	void aDatabaseThatIsGoneCostsOnlyItsOwnDomainsTheirStatus() throws IOException {
		try (ProtocolProxy proxy = new ProtocolProxy(TestPostgres.newDatabase());
				ConfigurableApplicationContext context = new SpringApplicationBuilder(OwnDatabase.class)
					.web(WebApplicationType.NONE)
					.resourceLoader(new DefaultResourceLoader(DomainApplication.files(this.classes)
						.file("sql/wallets/V1__create_wallets.sql", "CREATE TABLE wallets (id int);")
						.classLoader()))
					.initializers((application) -> ((GenericApplicationContext) application)
						.registerBean(Database.class, proxy::database))
					.properties(this.database.properties())
					.properties("bailiwick.domains.wallets.locations=classpath:sql/wallets",
							"spring.main.banner-mode=off", "management.endpoints.web.exposure.include=*",
							"management.endpoint.health.show-details=always")
					.run()) {
			assertThat(health(context, "domains").getStatus()).isEqualTo(Status.UP);
			proxy.close();
			DomainsDescriptor descriptor = context.getBean(DomainsEndpoint.class).domains();
			assertThat(descriptor.databases()).containsOnlyKeys("main", "wallets");
			assertThat(descriptor.domains().get("wallets").error()).isNotBlank();
			assertThat(descriptor.domains().get("users").error()).isNull();
			assertThat(descriptor.domains().get("users").currentVersion()).isEqualTo("1");
			IndicatedHealthDescriptor health = health(context, "domains");
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("users")).asString().contains("UP");
			assertThat(health.getDetails().get("wallets")).asString().contains("DOWN");
		}
	}

	@Test
	void dbHealthHasItsUsualShape() {
		try (ConfigurableApplicationContext context = run(Application.class, this.database)) {
			assertThat(health(context, "db").getDetails()).containsEntry("database", "PostgreSQL");
		}
	}

	@Test
	void dbHealthKeepsFurtherDataSourcesOfTheApplication() {
		try (ConfigurableApplicationContext context = run(FurtherDataSource.class, this.database)) {
			HealthDescriptor db = context.getBean(HealthEndpoint.class).healthForPath("db");
			assertThat(((CompositeHealthDescriptor) db).getComponents()).containsOnlyKeys("dataSource", "archive");
		}
	}

	@Test
	void thePoolIsMeasuredOnceAndFromTheStart() {
		try (ConfigurableApplicationContext context = run(Application.class, this.database)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("jdbc.connections.active").meters()).extracting((meter) -> tag(meter, "name"))
				.containsExactly("dataSource");
			assertThat(registry.find("jdbc.connections.max").gauges()).singleElement()
				.satisfies((gauge) -> assertThat(gauge.value()).isEqualTo(5));
			assertThat(registry.find("hikaricp.connections.max").meters()).extracting((meter) -> tag(meter, "pool"))
				.containsExactly("main");
			assertThat(registry.find("hikaricp.connections.acquire").meters()).extracting((meter) -> tag(meter, "pool"))
				.containsExactly("main");
		}
	}

	@Test
	void thereIsNoEndpointWhereItIsNotExposed() {
		try (ConfigurableApplicationContext context = run(Application.class, this.database,
				"management.endpoints.web.exposure.include=health")) {
			assertThat(context.getBeansOfType(DomainsEndpoint.class)).isEmpty();
		}
	}

	@Test
	void theHealthOfTheDomainsCanBeSwitchedOff() {
		try (ConfigurableApplicationContext context = run(Application.class, this.database,
				"management.health.domains.enabled=false")) {
			assertThat(context.getBean(HealthEndpoint.class).healthForPath("domains")).isNull();
			assertThat(health(context, "db").getDetails()).containsEntry("database", "PostgreSQL");
		}
	}

	@Test
	void aWrongPasswordIsExplained() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> run(Application.class, new Database(this.database.url(), "nobody_at_all", "hunter2")))
			.satisfies((ex) -> {
				Throwable cause = ex;
				while (!(cause instanceof DatabaseUnavailableException)) {
					assertThat(cause.getCause()).isNotNull();
					cause = cause.getCause();
				}
				assertThat(cause).message().contains("nobody_at_all").doesNotContain("hunter2");
			});
	}

	private static void assertAnswersWithErrors(ConfigurableApplicationContext context) {
		long start = System.nanoTime();
		DomainsDescriptor descriptor = context.getBean(DomainsEndpoint.class).domains();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
		assertThat(descriptor.domains()).containsOnlyKeys("users", "wallets");
		assertThat(descriptor.domains().values()).allSatisfy((domain) -> {
			assertThat(domain.error()).isNotBlank();
			assertThat(domain.pending()).isNull();
			assertThat(domain.schema()).isNotBlank();
		});
		start = System.nanoTime();
		IndicatedHealthDescriptor health = health(context, "domains");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsOnlyKeys("users", "wallets");
	}

	private static IndicatedHealthDescriptor health(ConfigurableApplicationContext context, String path) {
		return (IndicatedHealthDescriptor) context.getBean(HealthEndpoint.class).healthForPath(path);
	}

	private static String tag(Meter meter, String name) {
		return meter.getId().getTag(name);
	}

	private MigrationFolder files() {
		return DomainApplication.files(this.classes);
	}

	private ConfigurableApplicationContext run(Class<?> application, Database database, String... properties) {
		String[] all = StringUtils.concatenateStringArrays(database.properties(), properties);
		return run(application, all);
	}

	private ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.resourceLoader(new DefaultResourceLoader(files().classLoader()))
			.properties("bailiwick.domains.wallets.depends-on=users", "spring.main.banner-mode=off",
					"spring.main.register-shutdown-hook=false", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
					"spring.datasource.hikari.connection-timeout=2000")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class Application {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDatabase extends Application {

		@Bean(defaultCandidate = false)
		@OfDomain("wallets")
		DataSource cards(Database database) {
			return new DriverManagerDataSource(database.url(), database.username(), database.password());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FurtherDataSource extends Application {

		@Bean(defaultCandidate = false)
		DriverManagerDataSource archive(HikariDataSource main) {
			return new DriverManagerDataSource(main.getJdbcUrl(), main.getUsername(), main.getPassword());
		}

	}

}
