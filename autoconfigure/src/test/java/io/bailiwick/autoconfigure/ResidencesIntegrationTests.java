package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.actuate.DomainsHealthIndicator;
import io.bailiwick.database.error.PermissionDeniedException;
import io.bailiwick.database.error.UniqueViolationException;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.bailiwick.transaction.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests that run the same application with its domains in one database, in
 * several, and with a pool and a role for each; what each way promises and what it can
 * not do.
 */
class ResidencesIntegrationTests {

	private static final String EVENTUAL = "bailiwick.domains.wallets.consistency=eventual";

	@TempDir
	Path classes;

	private final Database main = TestPostgres.newDatabase();

	@Test
	void allDomainsInOneDatabase() {
		run(properties(), (bank) -> {
			assertThatTheBankWorks(bank, Map.of("users", this.main, "wallets", this.main));
			// What only this way can do: one transaction over two domains.
			assertThat(bank.openWithUserAndFail("ann")).isEqualTo("0 users, 0 wallets");
			// Its failure: a domain that takes all connections takes them from the
			// others.
			assertThat(bank.worksWhileOtherTakesAllConnections()).isFalse();
		});
	}

	@Test
	void oneDomainInADatabaseOfItsOwn() {
		Database moved = TestPostgres.newDatabase();
		String[] own = named("wallets", moved);
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(() -> run(properties(own), (bank) -> {
		})).withMessageContaining("no foreign key and no transaction can span the two");
		run(concat(properties(own), EVENTUAL), (bank) -> {
			assertThatTheBankWorks(bank, Map.of("users", this.main, "wallets", moved));
			// Its failure: what the transaction of one domain undoes stays in the other.
			assertThat(bank.openWithUserAndFail("ann")).isEqualTo("1 users, 0 wallets");
			assertThat(bank.worksWhileOtherTakesAllConnections()).isTrue();
		});
	}

	@Test
	void everyDomainInADatabaseOfItsOwn() {
		Database users = TestPostgres.newDatabase();
		Database wallets = TestPostgres.newDatabase();
		String[] own = concat(named("users", users), named("wallets", wallets), EVENTUAL);
		run(own, (bank) -> {
			assertThatTheBankWorks(bank, Map.of("users", users, "wallets", wallets));
			assertThat(bank.openWithUserAndFail("ann")).isEqualTo("1 users, 0 wallets");
			assertThat(bank.worksWhileOtherTakesAllConnections()).isTrue();
			// Its failure: nothing is meant by "the" data source any more.
			assertThat(bank.context().getBeanProvider(JdbcTemplate.class).getIfAvailable()).isNull();
			assertThat(bank.context().getBeanProvider(DataSource.class).getIfUnique()).isNull();
		});
	}

	@Test
	void aPoolAndARoleForEachDomain() {
		String[] roles = properties("bailiwick.roles.enabled=true", "bailiwick.roles.prefix=" + this.main.name());
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(() -> run(roles, (bank) -> {
		})).withMessageContaining("each of them has a pool of its own ('bailiwick.roles.enabled=true')");
		run(concat(roles, EVENTUAL), (bank) -> {
			assertThatTheBankWorks(bank, Map.of("users", this.main, "wallets", this.main));
			assertThat(bank.openWithUserAndFail("ann")).isEqualTo("1 users, 0 wallets");
			assertThat(bank.worksWhileOtherTakesAllConnections()).isTrue();
			String role = this.main.name() + "_wallets_app";
			JdbcClient wallets = bank.jdbc("wallets");
			assertThat(wallets.sql("SELECT current_user").query(String.class).single()).isEqualTo(role);
			// What it depends on it may read.
			assertThat(wallets.sql("SELECT count(*) FROM users.users").query(Long.class).single()).isOne();
			// Its failures: what belongs to another domain, and what belongs into a
			// migration.
			assertThatExceptionOfType(PermissionDeniedException.class)
				.isThrownBy(() -> wallets.sql("DELETE FROM users.users").update())
				.withMessageContaining("The role '%s' of the domain 'wallets' has no permission for the table 'users'"
					.formatted(role));
			assertThatExceptionOfType(PermissionDeniedException.class)
				.isThrownBy(() -> wallets.sql("CREATE TABLE wallets.more ()").update())
				.withMessageContaining("the schema 'wallets'");
			assertThatExceptionOfType(PermissionDeniedException.class)
				.isThrownBy(() -> wallets.sql("DELETE FROM wallets.flyway_schema_history").update());
			assertThatExceptionOfType(PermissionDeniedException.class)
				.isThrownBy(() -> bank.jdbc("users").sql("SELECT * FROM wallets.wallets").query().listOfRows());
		});
		// The second start finds everything as it should be.
		run(concat(roles, EVENTUAL), (bank) -> assertThat(bank.count("users")).isOne());
	}

	/**
	 * What holds wherever the domains live.
	 */
	private static void assertThatTheBankWorks(Bank bank, Map<String, Database> residences) {
		bank.openAndFail();
		assertThat(bank.count("wallets")).isZero();
		bank.openNested();
		assertThat(bank.count("wallets")).isOne();
		bank.jdbc("wallets").sql("DELETE FROM wallets").update();
		Transactions transactions = bank.context().getBean("walletsTransactions", Transactions.class);
		assertThatExceptionOfType(UniqueViolationException.class)
			.isThrownBy(() -> transactions
				.run(() -> bank.jdbc("wallets").sql("INSERT INTO wallets VALUES ('eve', 0), ('eve', 0)").update()))
			.satisfies((ex) -> assertThat(ex.getTable()).contains("wallets"));
		assertThat(transactions.isolation(Isolation.SERIALIZABLE)
			.timeout(Duration.ofSeconds(7))
			.retry(2)
			.call(() -> bank.jdbc("wallets")
				.sql("SELECT current_setting('transaction_isolation') || ' ' || current_setting('statement_timeout')")
				.query(String.class)
				.single()))
			.isEqualTo("serializable 7s");
		DomainsEndpoint.DomainsDescriptor descriptor = bank.context().getBean(DomainsEndpoint.class).domains();
		residences.forEach((domain, database) -> {
			JdbcClient jdbc = bank.jdbc(domain);
			assertThat(jdbc.sql("SELECT current_database()").query(String.class).single()).isEqualTo(database.name());
			assertThat(jdbc.sql("SHOW idle_in_transaction_session_timeout").query(String.class).single())
				.isEqualTo("1min");
			assertThat(descriptor.domains().get(domain).currentVersion()).isEqualTo("1");
			assertThat(descriptor.domains().get(domain).pending()).isZero();
			assertThat(descriptor.databases().get(descriptor.domains().get(domain).database()).url())
				.isEqualTo(database.url());
			assertThat(bank.meters().find("hikaricp.connections.max").tag("pool", bank.pool(domain)).gauge())
				.isNotNull();
		});
		assertThat(bank.context().getBean(DomainsHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
	}

	private String[] properties(String... more) {
		return concat(this.main.properties(), more);
	}

	private static String[] named(String name, Database database) {
		String prefix = "bailiwick.databases." + name + ".";
		return new String[] { prefix + "url=" + database.url(), prefix + "username=" + database.username(),
				prefix + "password=" + database.password(), prefix + "pool.maximum-pool-size=4" };
	}

	private static String[] concat(String[] some, String... more) {
		return concat(some, new String[0], more);
	}

	private static String[] concat(String[] some, String[] others, String... more) {
		List<String> all = new ArrayList<>(Arrays.asList(some));
		all.addAll(Arrays.asList(others));
		all.addAll(Arrays.asList(more));
		return all.toArray(String[]::new);
	}

	private void run(String[] properties, Consumer<Bank> test) {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (name text PRIMARY KEY);")
			.file("db/migration/wallets/V1__create_wallets.sql", """
					CREATE TABLE wallets (owner text PRIMARY KEY, balance numeric NOT NULL);
					CREATE FUNCTION total() RETURNS numeric LANGUAGE sql AS 'SELECT sum(balance) FROM wallets.wallets';
					""");
		String[] all = concat(properties, "bailiwick.domains.wallets.depends-on=users",
				"spring.datasource.hikari.connection-timeout=500",
				"bailiwick.databases.users.pool.connection-timeout=500",
				"management.endpoints.web.exposure.include=domains",
				"management.endpoints.jmx.exposure.include=domains");
		if (Arrays.stream(properties).noneMatch((property) -> property.startsWith("bailiwick.databases.users"))) {
			all = Arrays.stream(all)
				.filter((property) -> !property.startsWith("bailiwick.databases.users"))
				.toArray(String[]::new);
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.resourceLoader(new DefaultResourceLoader(folder.classLoader()))
			.properties(all)
			.run()) {
			test.accept(context.getBean(Bank.class));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
					"org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
					"org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration" })
	@Import({ Bank.class, Wallets.class })
	static class Application {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	/**
	 * A service of one domain, as users write it.
	 */
	static class Wallets {

		private final JdbcClient jdbc;

		private final TransactionTemplate transactions;

		Wallets(@OfDomain("wallets") JdbcClient jdbc, @OfDomain("wallets") TransactionTemplate transactions) {
			this.jdbc = jdbc;
			this.transactions = transactions;
		}

		@Transactional("wallets")
		void open(String owner, Runnable then) {
			this.jdbc.sql("INSERT INTO wallets VALUES (?, 0)").param(owner).update();
			then.run();
		}

		@Transactional("wallets")
		void openTwoOfWhichOneFails(String owner) {
			this.jdbc.sql("INSERT INTO wallets VALUES (?, 0)").param(owner).update();
			TransactionTemplate nested = new TransactionTemplate(this.transactions.getTransactionManager(),
					this.transactions);
			nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
			nested.executeWithoutResult((status) -> {
				this.jdbc.sql("INSERT INTO wallets VALUES ('other', 0)").update();
				status.setRollbackOnly();
			});
		}

	}

	/**
	 * The application, from the outside.
	 */
	record Bank(ConfigurableApplicationContext context, Wallets wallets, @OfDomain("users") DataSource users,
			SimpleMeterRegistry meters) {

		void openAndFail() {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> this.wallets.open("ann", Bank::fail));
		}

		void openNested() {
			this.wallets.openTwoOfWhichOneFails("ann");
		}

		String openWithUserAndFail(String name) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.wallets.open(name, () -> {
				jdbc("users").sql("INSERT INTO users VALUES (?)").param(name).update();
				fail();
			}));
			return "%d users, %d wallets".formatted(count("users"), count("wallets"));
		}

		boolean worksWhileOtherTakesAllConnections() {
			List<Connection> taken = new ArrayList<>();
			try {
				int size = this.users.unwrap(HikariDataSource.class).getMaximumPoolSize();
				while (taken.size() < size) {
					taken.add(this.users.getConnection());
				}
				this.wallets.open("bob", () -> {
				});
				return true;
			}
			catch (CannotCreateTransactionException | CannotGetJdbcConnectionException ex) {
				return false;
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				taken.forEach((connection) -> {
					try {
						connection.close();
					}
					catch (SQLException ex) {
						throw new IllegalStateException(ex);
					}
				});
			}
		}

		long count(String table) {
			return jdbc(table).sql("SELECT count(*) FROM " + table).query(Long.class).single();
		}

		JdbcClient jdbc(String domain) {
			return this.context.getBean(domain + "JdbcClient", JdbcClient.class);
		}

		String pool(String domain) {
			try {
				return this.context.getBean(domain + "DataSource", DataSource.class)
					.unwrap(HikariDataSource.class)
					.getPoolName();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void fail() {
			throw new IllegalStateException("on purpose");
		}

	}

}
