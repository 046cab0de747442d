package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for what waits for the migrations.
 */
class InitializationIntegrationTests {

	@TempDir
	Path classes;

	@ParameterizedTest
	@ValueSource(strings = { "jdbcClient", "jdbcTemplate", "namedParameterJdbcTemplate", "usersJdbcClient",
			"walletsJdbcClient", "walletsDataSource", "walletsTransactionTemplate", "walletsTransactionManager" })
	void waitsForTheMigrations(String beanName) {
		run(TestPostgres.newDatabase()).run((context) -> {
			ConfigurableListableBeanFactory beanFactory = context.getSourceApplicationContext().getBeanFactory();
			assertThat(Arrays.asList(beanFactory.getDependenciesForBean(beanName))).contains("domainMigrations");
		});
	}

	@Test
	void aBeanThatReadsWhileItStartsFindsTheTables() {
		// Registered first and so created first, unless something makes them wait.
		run(TestPostgres.newDatabase())
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBean("first", EarlyReader.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { ReadsThroughDataSource.class, ReadsInTransaction.class, ReadsThroughClient.class,
			ReadsThroughTemplate.class })
	void aBeanWithOneHandleOnlyFindsTheTables(Class<?> type) {
		run(TestPostgres.newDatabase())
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("first", type))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aStartWithNothingToMigrateMakesNoFlyway() {
		Database database = TestPostgres.newDatabase();
		run(database).run((context) -> assertThat(flyways(context)).isNotEmpty());
		run(database).run((context) -> {
			assertThat(flyways(context)).isEmpty();
			assertThat(context.getBeansOfType(Flyway.class)).containsKeys("usersFlyway", "walletsFlyway");
		});
	}

	private static List<String> flyways(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		ConfigurableListableBeanFactory beanFactory = context.getSourceApplicationContext().getBeanFactory();
		return Arrays.stream(beanFactory.getSingletonNames()).filter((name) -> name.endsWith("Flyway")).toList();
	}

	@Test
	void lazyInitializationDoesNotDelayTheMigrations() {
		Database database = TestPostgres.newDatabase();
		run(database)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(
						context.getSourceApplicationContext().getBeanFactory().containsSingleton("walletsJdbcClient"))
					.isFalse();
				assertThat(database.jdbc().queryForObject("SELECT count(*) FROM wallets.wallets", Integer.class))
					.isZero();
			});
	}

	private ApplicationContextRunner run(Database database) {
		return DomainApplication.runner(this.classes).withPropertyValues(database.properties());
	}

	static class EarlyReader {

		EarlyReader(@OfDomain("wallets") JdbcClient wallets, @OfDomain("wallets") TransactionTemplate transactions,
				JdbcClient main) {
			transactions.execute((status) -> wallets.sql("SELECT count(*) FROM wallets").query(Integer.class).single());
			main.sql("SELECT count(*) FROM users").query(Integer.class).single();
		}

	}

	static class ReadsThroughDataSource implements InitializingBean {

		private final DataSource dataSource;

		ReadsThroughDataSource(@OfDomain("wallets") DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public void afterPropertiesSet() {
			new JdbcTemplate(this.dataSource).queryForObject("SELECT count(*) FROM wallets", Integer.class);
		}

	}

	static class ReadsInTransaction {

		ReadsInTransaction(@OfDomain("wallets") TransactionTemplate transactions, DataSource main) {
			transactions.execute(
					(status) -> new JdbcTemplate(main).queryForObject("SELECT count(*) FROM wallets", Integer.class));
		}

	}

	static class ReadsThroughClient {

		ReadsThroughClient(@OfDomain("users") JdbcClient users) {
			users.sql("SELECT count(*) FROM users").query(Integer.class).single();
		}

	}

	static class ReadsThroughTemplate {

		ReadsThroughTemplate(JdbcTemplate template) {
			template.queryForObject("SELECT count(*) FROM wallets", Integer.class);
		}

	}

}
