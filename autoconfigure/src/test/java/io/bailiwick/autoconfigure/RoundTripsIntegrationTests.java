package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.ProtocolProxy;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.bailiwick.test.Traffic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for what a domain costs in round trips: as much in a database of its
 * own as in the main one, and as much as without domains.
 */
@Timeout(60)
class RoundTripsIntegrationTests {

	private static final String QUERY = "SELECT count(*) FROM entries WHERE id = ?";

	private static final String UPDATE = "UPDATE entries SET id = id WHERE id = ?";

	// As the driver sends them, with its own placeholders.
	private static final String SENT_QUERY = QUERY.replace("?", "$1");

	private static final String SENT_UPDATE = UPDATE.replace("?", "$1");

	@TempDir
	Path classes;

	private ProtocolProxy main;

	private ProtocolProxy own;

	private ProtocolProxy plain;

	@BeforeEach
	void open() throws IOException {
		this.main = new ProtocolProxy(TestPostgres.newDatabase());
		this.own = new ProtocolProxy(TestPostgres.newDatabase());
		this.plain = new ProtocolProxy(TestPostgres.newDatabase());
		this.plain.database().execute("CREATE TABLE entries (id int)");
	}

	@AfterEach
	void close() throws IOException {
		this.main.close();
		this.own.close();
		this.plain.close();
	}

	@Test
	void aQueryIsOneRoundTripWhereverItsDomainLives() {
		compare((client) -> client.warm(client::query), (traffic) -> {
			assertThat(traffic.trips()).containsExactly(SENT_QUERY);
			assertThat(traffic.messages()).containsExactly("Bind(" + SENT_QUERY + ")", "Execute(" + SENT_QUERY + ")",
					"Sync");
		});
	}

	@Test
	void anUpdateIsOneRoundTripWhereverItsDomainLives() {
		compare((client) -> client.warm(client::update),
				(traffic) -> assertThat(traffic.trips()).containsExactly(SENT_UPDATE));
	}

	@Test
	void aTransactionIsItsStatementsAndTheCommitWhereverItsDomainLives() {
		compare((client) -> client.warm(client::transaction), (traffic) -> {
			assertThat(traffic.trips()).containsExactly("BEGIN; " + SENT_UPDATE, SENT_QUERY, "COMMIT");
			assertThat(traffic.messages()).startsWith("Query(BEGIN)", "Bind(" + SENT_UPDATE + ")");
		});
	}

	@Test
	void aNewConnectionIsOneLoginAndNothingMoreWhereverItsDomainLives() {
		measure(Client::connect, (onMain, onOwn, without) -> {
			assertThat(onMain.opened()).isOne();
			assertThat(onMain.trips()).containsExactly(SENT_QUERY);
			assertThat(onOwn.messages()).isEqualTo(onMain.messages());
			assertThat(onOwn.opened()).isOne();
			// A driver that is not told the server's version names itself after logging
			// in.
			assertThat(without.trips()).containsExactly("SET application_name = 'PostgreSQL JDBC Driver'", SENT_QUERY);
		});
	}

	private void compare(Function<Client, Traffic> measured, Consumer<Traffic> expected) {
		measure(measured, (onMain, onOwn, without) -> {
			for (Traffic traffic : List.of(without, onMain, onOwn)) {
				expected.accept(traffic);
			}
			assertThat(onMain.messages()).isEqualTo(without.messages());
			assertThat(onOwn.messages()).isEqualTo(onMain.messages());
			assertThat(onMain.roundTrips()).isEqualTo(without.roundTrips());
			assertThat(onOwn.roundTrips()).isEqualTo(onMain.roundTrips());
		});
	}

	/**
	 * Measure one thing on the main database, on a database of the domain's own and
	 * without domains.
	 */
	private void measure(Function<Client, Traffic> measured, Comparison comparison) {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			Traffic onMain = measured.apply(client(context, "users", "dataSource", this.main));
			Traffic onOwn = measured.apply(client(context, "reporting", "reportingConnectionPool", this.own));
			try (HikariDataSource pool = pool(this.plain.database())) {
				Traffic without = measured.apply(new Client(this.plain, pool, JdbcClient.create(pool),
						new TransactionTemplate(new JdbcTransactionManager(pool))));
				comparison.of(onMain, onOwn, without);
			}
		});
	}

	private static Client client(AssertableApplicationContext context, String domain, String pool,
			ProtocolProxy proxy) {
		return new Client(proxy, context.getBean(pool, HikariDataSource.class),
				context.getBean(domain + "JdbcClient", JdbcClient.class),
				context.getBean(domain + "TransactionTemplate", TransactionTemplate.class));
	}

	private static HikariDataSource pool(Database database) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(database.url());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		return pool;
	}

	private ApplicationContextRunner application() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_entries.sql", "CREATE TABLE entries (id int);")
			.file("db/migration/reporting/V1__create_entries.sql", "CREATE TABLE entries (id int);");
		Database own = this.own.database();
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BailiwickAutoConfiguration.class, EmbeddedPostgresAutoConfiguration.class,
							DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
							TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			// On a slow machine the pool must not ask whether a connection is alive in
			// between.
			.withSystemProperties("com.zaxxer.hikari.aliveBypassWindowMs=60000")
			.withPropertyValues(this.main.database().properties())
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2",
					"spring.datasource.hikari.minimum-idle=0", "bailiwick.databases.reporting.url=" + own.url(),
					"bailiwick.databases.reporting.username=" + own.username(),
					"bailiwick.databases.reporting.password=" + own.password(),
					"bailiwick.databases.reporting.pool.maximum-pool-size=2",
					"bailiwick.databases.reporting.pool.minimum-idle=0");
	}

	/**
	 * What an application does with one database.
	 */
	private record Client(ProtocolProxy proxy, HikariDataSource pool, JdbcClient jdbc,
			TransactionTemplate transactions) {

		/**
		 * Measure something that the driver has had the server prepare before.
		 */
		Traffic warm(Runnable work) {
			for (int i = 0; i < 20; i++) {
				work.run();
			}
			return this.proxy.count(work::run);
		}

		/**
		 * Measure a query on a connection that must be opened for it.
		 */
		Traffic connect() {
			query();
			this.pool.getHikariPoolMXBean().softEvictConnections();
			Awaitility.await().until(() -> this.proxy.traffic().open() == 0);
			return this.proxy.count(this::query);
		}

		void query() {
			this.jdbc.sql(QUERY).param(1).query(Long.class).single();
		}

		void update() {
			this.jdbc.sql(UPDATE).param(1).update();
		}

		void transaction() {
			this.transactions.executeWithoutResult((status) -> {
				update();
				query();
			});
		}

	}

	@FunctionalInterface
	private interface Comparison {

		void of(Traffic onMain, Traffic onOwn, Traffic without);

	}

}
