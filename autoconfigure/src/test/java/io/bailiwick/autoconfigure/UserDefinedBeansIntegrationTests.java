package io.bailiwick.autoconfigure;

import java.nio.file.Path;

import javax.sql.DataSource;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for the beans with which an application replaces those of a domain.
 */
class UserDefinedBeansIntegrationTests {

	private static final String[] WALLETS = { "walletsJdbcClient", "walletsTransactionTemplate",
			"walletsTransactionManager" };

	@TempDir
	Path classes;

	@Test
	void handlesMarkedWithOfDomainReplaceThoseOfTheDomain() {
		run().withUserConfiguration(Injected.class, OwnHandles.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).getBeanNames(JdbcClient.class).doesNotContain(WALLETS);
			assertThat(context).getBeanNames(TransactionTemplate.class).doesNotContain(WALLETS);
			assertThat(context).getBeanNames(PlatformTransactionManager.class).doesNotContain(WALLETS);
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.jdbc).isSameAs(context.getBean("ownClient"));
			assertThat(injected.transactions).isSameAs(context.getBean("ownTemplate"));
			assertThat(injected.manager).isSameAs(context.getBean("ownManager"));
			assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(
					context.getSourceApplicationContext().getBeanFactory(), PlatformTransactionManager.class,
					"wallets"))
				.as("what @Transactional(\"wallets\") uses")
				.isSameAs(context.getBean("ownManager"));
			assertThat(context.getBean(JdbcClient.class)).isSameAs(context.getBean("jdbcClient"));
		});
	}

	@Test
	void handlesMarkedWithQualifierReplaceThoseOfTheDomain() {
		run().withUserConfiguration(Injected.class, QualifiedHandles.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.jdbc).isSameAs(context.getBean("ownClient"));
			assertThat(injected.manager).isSameAs(context.getBean("ownManager"));
			assertThat(injected.transactions.getTransactionManager()).isSameAs(injected.manager);
		});
	}

	@Test
	void aFlywayNamedLikeThatOfTheDomainReplacesIt() {
		run().withUserConfiguration(OwnFlyway.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).getBeanNames(Flyway.class).containsExactlyInAnyOrder("usersFlyway", "walletsFlyway");
			assertThat(context.getBean("walletsJdbcClient", JdbcClient.class)
				.sql("SELECT count(*) FROM wallets.own_history")
				.query(Integer.class)
				.single()).as("rows in the history of the application's Flyway").isZero();
		});
	}

	@Test
	void aDataSourceOfAnotherKindIsTheMainOne() {
		run().withUserConfiguration(Injected.class, OwnMain.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("elsewhere"));
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.jdbc.sql("SELECT count(*) FROM wallets.wallets").query(Integer.class).single())
				.isZero();
			assertThat(injected.transactions.<Integer>execute((status) -> {
				injected.jdbc.sql("INSERT INTO wallets.wallets VALUES (1)").update();
				status.setRollbackOnly();
				return 1;
			})).isEqualTo(1);
			assertThat(injected.jdbc.sql("SELECT count(*) FROM wallets.wallets").query(Integer.class).single())
				.isZero();
		});
	}

	@Test
	void aDataSourceOfTheDomainsOwnIsWhereItsMigrationsAndItsTransactionsAre() {
		Database other = TestPostgres.newDatabase();
		run().withBean("database", Database.class, () -> other)
			.withUserConfiguration(Injected.class, OwnDatabase.class)
			.withPropertyValues("bailiwick.domains.wallets.depends-on=",
					"bailiwick.domains.wallets.locations=classpath:sql/wallets")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Domains.class).get("wallets").database()).isEqualTo("wallets");
				assertThat(context.getBean(Domains.class).get("users").database()).isEqualTo(Domain.MAIN_DATABASE);
				assertThat(other.jdbc().queryForObject("SELECT count(*) FROM wallets.cards", Integer.class)).isZero();
				assertThat(other.jdbc().queryForObject("SELECT to_regnamespace('users')::text", String.class)).isNull();
				Injected injected = context.getBean(Injected.class);
				injected.transactions.executeWithoutResult((status) -> {
					injected.jdbc.sql("INSERT INTO wallets.cards VALUES (1)").update();
					status.setRollbackOnly();
				});
				assertThat(other.jdbc().queryForObject("SELECT count(*) FROM wallets.cards", Integer.class)).isZero();
				injected.jdbc.sql("INSERT INTO wallets.cards VALUES (1)").update();
				assertThat(other.jdbc().queryForObject("SELECT count(*) FROM wallets.cards", Integer.class)).isOne();
				assertThat(context.getBean(DomainMigrations.class).status("wallets").pending()).isZero();
			});
	}

	@Test
	void theTransactionManagerOfTheApplicationManagesTheDomains() {
		run().withUserConfiguration(Injected.class, OwnManager.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Injected.class).manager).isSameAs(context.getBean("mine"));
		});
	}

	@Test
	void aTransactionManagerOfMessagesDoesNotManageTheDomains() {
		run().withUserConfiguration(Injected.class, Messages.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Injected.class).manager).isInstanceOf(JdbcTransactionManager.class);
			Injected injected = context.getBean(Injected.class);
			injected.transactions.executeWithoutResult((status) -> {
				injected.jdbc.sql("INSERT INTO wallets VALUES (1)").update();
				status.setRollbackOnly();
			});
			assertThat(injected.jdbc.sql("SELECT count(*) FROM wallets").query(Integer.class).single()).isZero();
		});
	}

	@Test
	void theSettingsOfTransactionsHoldForAManagerOfTheDomain() {
		run().withUserConfiguration(Injected.class, Messages.class)
			.withPropertyValues("spring.transaction.default-timeout=7s")
			.run((context) -> assertThat(context.getBean(Injected.class).manager).isInstanceOfSatisfying(
					JdbcTransactionManager.class, (manager) -> assertThat(manager.getDefaultTimeout()).isEqualTo(7)));
	}

	private ApplicationContextRunner run() {
		ApplicationContextRunner runner = DomainApplication.runner(this.classes)
			.withPropertyValues(TestPostgres.newDatabase().properties());
		DomainApplication.files(this.classes)
			.file("sql/wallets/V1__create_cards.sql", "CREATE TABLE cards (id int PRIMARY KEY);");
		return runner;
	}

	static class Injected {

		@Autowired
		@OfDomain("wallets")
		JdbcClient jdbc;

		@Autowired
		@OfDomain("wallets")
		TransactionTemplate transactions;

		@Autowired
		@OfDomain("wallets")
		PlatformTransactionManager manager;

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandles {

		@Bean(defaultCandidate = false)
		@OfDomain("wallets")
		JdbcClient ownClient(DataSource dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean(defaultCandidate = false)
		@OfDomain("wallets")
		PlatformTransactionManager ownManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean(defaultCandidate = false)
		@OfDomain("wallets")
		TransactionTemplate ownTemplate(@OfDomain("wallets") PlatformTransactionManager manager) {
			return new TransactionTemplate(manager);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedHandles {

		@Bean(defaultCandidate = false)
		@Qualifier("wallets")
		JdbcClient ownClient(DataSource dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean(defaultCandidate = false)
		@Qualifier("wallets")
		JdbcTransactionManager ownManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFlyway {

		@Bean
		Flyway walletsFlyway(DataSource dataSource) {
			return Flyway.configure(getClass().getClassLoader())
				.dataSource(dataSource)
				.schemas("wallets")
				.table("own_history")
				.baselineOnMigrate(true)
				.locations("classpath:none")
				.failOnMissingLocations(false)
				.load();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMain {

		@Bean
		DriverManagerDataSource elsewhere() {
			Database database = TestPostgres.newDatabase();
			return new DriverManagerDataSource(database.url(), database.username(), database.password());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDatabase {

		@Bean(defaultCandidate = false)
		@OfDomain("wallets")
		DataSource cards(Database database) {
			return new DriverManagerDataSource(database.url(), database.username(), database.password());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		PlatformTransactionManager mine(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Messages {

		@Bean
		PlatformTransactionManager messages() {
			return new MessageTransactionManager();
		}

	}

	/**
	 * A manager of something that is no data source, as that of a message broker.
	 */
	static class MessageTransactionManager extends AbstractPlatformTransactionManager
			implements ResourceTransactionManager {

		@Override
		public Object getResourceFactory() {
			return "broker";
		}

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
