package io.bailiwick.database.replica;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.actuate.DomainsHealthIndicator;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for an application whose databases have replicas, through all that
 * may happen to these, without a restart.
 */
class ReplicatedApplicationIntegrationTests {

	@TempDir
	Path directory;

	private ReplicationPair pair;

	@BeforeEach
	void startServers() throws Exception {
		this.pair = ReplicationPair.start(this.directory);
	}

	@AfterEach
	void stopServers() {
		this.pair.close();
	}

	@Test
	void readsFollowTheReplicaAndWritesThePrimaryWhateverHappens() throws Exception {
		String both = this.pair.primary().host() + "," + this.pair.standby().host();
		try (ConfigurableApplicationContext context = run(both, this.pair.standby().host())) {
			Users users = context.getBean(Users.class);
			Reports reports = context.getBean(Reports.class);
			ReplicationPair.await("reads are on the replica", () -> users.readsOnReplica() && reports.readsOnReplica());
			users.add(1);
			ReplicationPair.await("what is written arrives", () -> users.count() == 1);
			assertThat(reports.count()).isZero();
			assertThat(replicas(context)).allSatisfy((replica) -> assertThat(replica).startsWith("replica up"));
			assertThat(up(context)).isOne();
			assertThat(context.getBean(SimpleMeterRegistry.class)
				.get("hikaricp.connections.max")
				.tag("pool", "reports-replica")
				.gauge()
				.value()).isEqualTo(3);
			assertThat(context.getBean("dbHealthContributor", CompositeHealthContributor.class).stream())
				.extracting(HealthContributors.Entry::name)
				.containsExactlyInAnyOrder("dataSource", "reportsConnectionPool");

			this.pair.standby().kill();
			ReplicationPair.await("reads are on the primary", () -> works(() -> !users.readsOnReplica()));
			assertThat(users.count()).isOne();
			ReplicationPair.await("both replicas are known to be down", () -> up(context) == 0);
			Health health = context.getBean(DomainsHealthIndicator.class).health();
			assertThat(health.getStatus()).as("a replica is no outage").isEqualTo(Status.UP);
			assertThat(health.getDetails().get("users").toString()).contains("replica=replica down");

			this.pair.standby().restart();
			ReplicationPair.await("reads are on the replica again", () -> works(users::readsOnReplica));

			this.pair.primary().kill();
			this.pair.standby().promote();
			ReplicationPair.await("writes work again", () -> works(() -> {
				users.add(2);
				return true;
			}));
			ReplicationPair.await("reads do", () -> works(() -> users.count() == 2));
			ReplicationPair.await("in the other domain too", () -> works(() -> reports.count() == 0));
		}
	}

	@Test
	void serversInEachOthersPlaceAreRefusedAtTheStart() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> run(this.pair.primary().host(), this.pair.primary().host()))
			.havingRootCause()
			.isInstanceOf(DatabaseConfigurationException.class)
			.withMessageContaining("bailiwick");
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> run(this.pair.standby().host(), this.pair.primary().host()))
			.havingRootCause()
			.isInstanceOf(DatabaseConfigurationException.class);
	}

	private static List<String> replicas(ConfigurableApplicationContext context) {
		List<String> replicas = new ArrayList<>();
		context.getBean(DomainsEndpoint.class)
			.domains()
			.databases()
			.values()
			.forEach((database) -> replicas.addAll(database.replicas().values()));
		assertThat(replicas).hasSize(2);
		return replicas;
	}

	private static double up(ConfigurableApplicationContext context) {
		return context.getBean(SimpleMeterRegistry.class)
			.get("bailiwick.replica.up")
			.tag("database", "main")
			.gauge()
			.value();
	}

	private static boolean works(BooleanSupplier work) {
		try {
			return work.getAsBoolean();
		}
		catch (DataAccessException | TransactionException ex) {
			return false;
		}
	}

	private ConfigurableApplicationContext run(String primary, String replica) {
		MigrationFolder folder = new MigrationFolder(this.directory.resolve("classes"))
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (id int PRIMARY KEY);")
			.file("db/migration/reporting/V1__create_reports.sql", "CREATE TABLE reports (id int PRIMARY KEY);");
		List<String> properties = new ArrayList<>(List.of("bailiwick.domains.reporting.database=reports",
				"management.endpoints.web.exposure.include=domains", "bailiwick.budget=enforce",
				"bailiwick.databases.reports.pool.maximum-pool-size=3", "spring.datasource.hikari.maximum-pool-size=4",
				"management.endpoints.jmx.exposure.include=domains"));
		for (String prefix : Arrays.asList("spring.datasource.", "bailiwick.databases.reports.")) {
			properties.add(prefix + "url=jdbc:postgresql://" + primary + "/postgres");
			properties.add(prefix + "username=" + this.pair.primary().username());
			properties.add(prefix + "password=" + this.pair.primary().password());
		}
		for (String prefix : Arrays.asList("bailiwick.databases.main.replica.",
				"bailiwick.databases.reports.replica.")) {
			properties.add(prefix + "url=jdbc:postgresql://" + replica + "/postgres");
			properties.add(prefix + "check-interval=200ms");
		}
		return new SpringApplicationBuilder(Application.class)
			.resourceLoader(new DefaultResourceLoader(folder.classLoader()))
			.properties(properties.toArray(String[]::new))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
					"org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
					"org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration" })
	@Import({ Users.class, Reports.class })
	static class Application {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	/**
	 * A domain in the main database, used as Spring Boot's users do.
	 */
	static class Users {

		private final JdbcClient jdbc;

		Users(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		void add(int id) {
			this.jdbc.sql("INSERT INTO users VALUES (?)").param(id).update();
		}

		@Transactional(readOnly = true)
		long count() {
			return this.jdbc.sql("SELECT count(*) FROM users").query(Long.class).single();
		}

		@Transactional(readOnly = true)
		boolean readsOnReplica() {
			return this.jdbc.sql("SELECT pg_is_in_recovery()").query(Boolean.class).single();
		}

	}

	/**
	 * A domain in a database of its own.
	 */
	static class Reports {

		private final JdbcClient jdbc;

		Reports(@OfDomain("reporting") JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional(transactionManager = "reporting", readOnly = true)
		long count() {
			return this.jdbc.sql("SELECT count(*) FROM reports").query(Long.class).single();
		}

		@Transactional(transactionManager = "reporting", readOnly = true)
		boolean readsOnReplica() {
			return this.jdbc.sql("SELECT pg_is_in_recovery()").query(Boolean.class).single();
		}

	}

}
