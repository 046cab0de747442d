package io.bailiwick.autoconfigure;

import java.nio.file.Path;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for the beans of domains that share the main database.
 */
class DomainBeansIntegrationTests {

	@TempDir
	Path classes;

	@Test
	void eachDomainHasItsBeansAndUnqualifiedInjectionStillMeansSpringBootsOwn() {
		run().withUserConfiguration(Client.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Domains.class).names()).containsExactly("users", "wallets");
			assertThat(context.getBeanNamesForType(Flyway.class)).containsExactlyInAnyOrder("usersFlyway",
					"walletsFlyway");
			assertThat(context.getBean(JdbcClient.class)).isSameAs(context.getBean("jdbcClient"));
			assertThat(context.getBean(TransactionTemplate.class)).isSameAs(context.getBean("transactionTemplate"));
			assertThat(context.getBean(PlatformTransactionManager.class))
				.isSameAs(context.getBean("transactionManager"));
			DataSource main = context.getBean(DataSource.class);
			assertThat(main).isInstanceOfSatisfying(HikariDataSource.class,
					(pool) -> assertThat(pool.getPoolName()).isEqualTo("main"));
			Client client = context.getBean(Client.class);
			assertThat(client.wallets).isSameAs(context.getBean("walletsJdbcClient"));
			assertThat(client.usersTransactions).isSameAs(context.getBean("usersTransactionTemplate"));
			assertThat(client.walletsDataSource.unwrap(HikariDataSource.class)).isSameAs(main);
			assertThat(client.wallets.sql("SHOW search_path").query(String.class).single())
				.isEqualTo("users,wallets,public");
		});
	}

	@Test
	void aUnitOfWorkThatSpansTwoDomainsOfOneDatabaseIsAtomic() {
		run().withUserConfiguration(Client.class).run((context) -> {
			Client client = context.getBean(Client.class);
			client.usersTransactions.executeWithoutResult((status) -> {
				client.wallets.sql("INSERT INTO wallets VALUES (1)").update();
				client.walletsTransactions
					.executeWithoutResult((inner) -> assertThat(inner.isNewTransaction()).isFalse());
				status.setRollbackOnly();
			});
			assertThat(client.wallets.sql("SELECT count(*) FROM wallets").query(Long.class).single()).isZero();
		});
	}

	private ApplicationContextRunner run() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (id int PRIMARY KEY);")
			.file("db/migration/wallets/V1__create_wallets.sql",
					"CREATE TABLE wallets (id int PRIMARY KEY, user_id int REFERENCES users.users);");
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BailiwickAutoConfiguration.class, EmbeddedPostgresAutoConfiguration.class,
							DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
							TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			.withPropertyValues("bailiwick.domains.wallets.depends-on=users")
			.withPropertyValues(TestPostgres.newDatabase().properties());
	}

	static class Client {

		@Autowired
		@OfDomain("wallets")
		JdbcClient wallets;

		@Autowired
		@OfDomain("wallets")
		DataSource walletsDataSource;

		@Autowired
		@OfDomain("users")
		TransactionTemplate usersTransactions;

		@Autowired
		@OfDomain("wallets")
		TransactionTemplate walletsTransactions;

	}

}
