package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.actuate.DomainsEndpoint.DomainDescriptor;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.ProtocolProxy;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.bailiwick.test.Traffic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for {@link DomainsEndpoint} with ten databases: what reading it costs
 * them, and what one of them that hangs costs the reader.
 */
@Timeout(120)
class DomainsEndpointIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(2);

	private static final String HANGING = "domain9";

	private static final Map<String, ProtocolProxy> proxies = new LinkedHashMap<>();

	@TempDir
	Path classes;

	@BeforeAll
	static void open() throws IOException {
		for (int i = 0; i < 10; i++) {
			proxies.put("domain" + i, new ProtocolProxy(TestPostgres.newDatabase()));
		}
	}

	@AfterAll
	static void close() throws IOException {
		for (ProtocolProxy proxy : proxies.values()) {
			proxy.close();
		}
	}

	@Test
	void aReadingOpensOneConnectionToEachDatabaseAndKeepsToIt() {
		run((context) -> {
			closeIdleConnections(context);
			Map<String, Traffic> before = traffic();
			assertEveryDomainIsRead(read(context));
			since(before).forEach((database, traffic) -> {
				assertThat(traffic.opened()).as(database).isOne();
				assertThat(traffic.mostOpen()).as(database).isOne();
			});
			Map<String, Traffic> between = traffic();
			assertEveryDomainIsRead(read(context));
			since(between).forEach((database, traffic) -> {
				assertThat(traffic.opened()).as(database).isZero();
				assertThat(traffic.roundTrips()).as(database).isPositive();
			});
		});
	}

	@Test
	void aDatabaseThatHangsBeforeAConnectionIsOpenedCostsOnlyItsDomainTheirStatus() {
		run((context) -> {
			assertEveryDomainIsRead(read(context));
			closeIdleConnections(context);
			assertOneThatHangsIsMissingUntilItAnswers(context);
		});
	}

	@Test
	void aDatabaseThatHangsWhileAConnectionIsOpenCostsOnlyItsDomainTheirStatus() {
		run((context) -> {
			closeIdleConnections(context);
			assertEveryDomainIsRead(read(context));
			assertThat(hanging().traffic().open()).isOne();
			assertOneThatHangsIsMissingUntilItAnswers(context);
		});
	}

	private void assertOneThatHangsIsMissingUntilItAnswers(AssertableApplicationContext context) {
		Map<String, Traffic> before = traffic();
		hanging().hang();
		try {
			assertOnlyTheOneThatHangsIsMissing(read(context));
			assertOnlyTheOneThatHangsIsMissing(read(context));
			since(before).forEach((database, traffic) -> assertThat(traffic.mostOpen()).as(database).isOne());
		}
		finally {
			hanging().resume();
		}
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEveryDomainIsRead(read(context)));
	}

	private static void assertOnlyTheOneThatHangsIsMissing(Map<String, DomainDescriptor> domains) {
		domains.forEach((name, domain) -> {
			if (name.equals(HANGING)) {
				assertThat(domain.currentVersion()).isNull();
				assertThat(domain.error()).contains("The database '%s'".formatted(HANGING));
			}
			else {
				assertThat(domain.currentVersion()).as(name).isEqualTo("1");
				assertThat(domain.error()).as(name).isNull();
			}
		});
	}

	private static void assertEveryDomainIsRead(Map<String, DomainDescriptor> domains) {
		assertThat(domains.values()).allSatisfy((domain) -> {
			assertThat(domain.currentVersion()).isEqualTo("1");
			assertThat(domain.pending()).isZero();
			assertThat(domain.error()).isNull();
		});
	}

	/**
	 * Read the endpoint, which always answers in time.
	 */
	private Map<String, DomainDescriptor> read(AssertableApplicationContext context) {
		DomainsEndpoint endpoint = context.getBean(DomainsEndpoint.class);
		long start = System.nanoTime();
		Map<String, DomainDescriptor> domains = endpoint.domains().domains();
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		assertThat(elapsed).isLessThan(LIMIT);
		assertThat(domains).containsOnlyKeys(proxies.keySet());
		return domains;
	}

	private ProtocolProxy hanging() {
		return proxies.get(HANGING);
	}

	private Map<String, Traffic> traffic() {
		Map<String, Traffic> traffic = new LinkedHashMap<>();
		proxies.forEach((database, proxy) -> traffic.put(database, proxy.traffic()));
		return traffic;
	}

	private Map<String, Traffic> since(Map<String, Traffic> before) {
		Map<String, Traffic> since = traffic();
		since.replaceAll((database, traffic) -> traffic.since(before.get(database)));
		return since;
	}

	private void closeIdleConnections(AssertableApplicationContext context) {
		proxies.forEach((database, proxy) -> {
			context.getBean(database + "ConnectionPool", HikariDataSource.class)
				.getHikariPoolMXBean()
				.softEvictConnections();
			Awaitility.await().until(() -> proxy.traffic().open() == 0);
		});
	}

	private void run(ContextConsumer<AssertableApplicationContext> consumer) {
		MigrationFolder folder = new MigrationFolder(this.classes);
		ApplicationContextRunner application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BailiwickAutoConfiguration.class,
					EmbeddedPostgresAutoConfiguration.class, DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
					FlywayAutoConfiguration.class, DomainsEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*")
			.withPropertyValues(TestPostgres.newDatabase().properties());
		for (Map.Entry<String, ProtocolProxy> entry : proxies.entrySet()) {
			String name = entry.getKey();
			Database database = entry.getValue().database();
			String prefix = "bailiwick.databases." + name;
			folder.file("db/migration/%s/V1__create_things.sql".formatted(name), "CREATE TABLE things (id int);");
			application = application.withPropertyValues(prefix + ".url=" + database.url(),
					prefix + ".username=" + database.username(), prefix + ".password=" + database.password(),
					prefix + ".pool.maximum-pool-size=2", prefix + ".pool.minimum-idle=0");
		}
		application.withClassLoader(folder.classLoader()).run((context) -> {
			assertThat(context).hasNotFailed();
			consumer.accept(context);
		});
	}

}
