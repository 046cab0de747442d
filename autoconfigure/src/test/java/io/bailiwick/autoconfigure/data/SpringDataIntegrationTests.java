package io.bailiwick.autoconfigure.data;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.data.domain.Persistable;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests with applications that use Spring Data on the main database, started
 * as a whole.
 */
class SpringDataIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void anApplicationWithSpringDataJpaStartsAfterTheMigrations() {
		try (ConfigurableApplicationContext context = run(JpaApplication.class,
				"spring.jpa.hibernate.ddl-auto=validate")) {
			assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(JpaTransactionManager.class)
				.isSameAs(context.getBean("transactionManager"));
			assertThat(context.getBeansOfType(EntityManagerFactory.class)).hasSize(1);
			assertThat(context.getBean(JdbcClient.class)).isSameAs(context.getBean("jdbcClient"));
			assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("dataSource"));
			assertThat(context.getBean("walletsTransactionManager")).as("the transactions of the domain")
				.isSameAs(context.getBean(PlatformTransactionManager.class));
			assertThat(context.getBean(JpaWallets.class).count()).isZero();
		}
	}

	@Test
	void aRepositoryAndADomainsClientSeeEachOthersChangesInOneTransaction() {
		try (ConfigurableApplicationContext context = run(JpaApplication.class,
				"spring.jpa.hibernate.ddl-auto=validate")) {
			JpaWallets repository = context.getBean(JpaWallets.class);
			JdbcClient client = context.getBean("walletsJdbcClient", JdbcClient.class);
			TransactionTemplate transactions = context.getBean("walletsTransactionTemplate", TransactionTemplate.class);
			transactions.executeWithoutResult((status) -> {
				repository.saveAndFlush(new JpaWallet(1));
				assertThat(client.sql("SELECT id FROM wallets").query(Long.class).list()).containsExactly(1L);
				client.sql("INSERT INTO wallets VALUES (2)").update();
				assertThat(repository.existsById(2L)).isTrue();
				status.setRollbackOnly();
			});
			assertThat(repository.count()).isZero();
			assertThat(client.sql("SELECT count(*) FROM wallets").query(Long.class).single()).isZero();
			JpaService service = context.getBean(JpaService.class);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(service::openTwoAndFail);
			assertThat(repository.count()).isZero();
		}
	}

	@Test
	void anApplicationWithSpringDataJdbcStartsAfterTheMigrations() {
		try (ConfigurableApplicationContext context = run(JdbcApplication.class)) {
			assertThat(context.getBean(JdbcClient.class)).isSameAs(context.getBean("jdbcClient"));
			JdbcWallets repository = context.getBean(JdbcWallets.class);
			context.getBean("usersTransactionTemplate", TransactionTemplate.class).executeWithoutResult((status) -> {
				context.getBean("walletsJdbcClient", JdbcClient.class).sql("INSERT INTO wallets VALUES (2)").update();
				assertThat(repository.findAll()).extracting(JdbcWallet::id).containsExactly(2L);
				status.setRollbackOnly();
			});
			assertThat(repository.count()).isZero();
		}
	}

	@Test
	void springBootsOwnFlywayStaysAway() {
		try (ConfigurableApplicationContext context = run(JpaApplication.class)) {
			assertThat(context.getBeansOfType(Flyway.class)).containsOnlyKeys("usersFlyway", "walletsFlyway");
			assertThat(this.database.jdbc()
				.queryForObject("SELECT to_regclass('public.flyway_schema_history')::text", String.class)).isNull();
		}
	}

	private ConfigurableApplicationContext run(Class<?> application, String... properties) {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);")
			.file("db/migration/wallets/V1__create_wallets.sql",
					"CREATE TABLE wallets (id bigint PRIMARY KEY, user_id bigint REFERENCES users.users);");
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.resourceLoader(new DefaultResourceLoader(folder.classLoader()))
			.properties(this.database.properties())
			.properties(properties)
			.properties("bailiwick.domains.wallets.depends-on=users", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false")
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = SpringDataIntegrationTests.class)
	@EnableJpaRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = JpaWallets.class))
	@Import(JpaService.class)
	static class JpaApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	@EnableJdbcRepositories(considerNestedRepositories = true,
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = JpaWallets.class))
	static class JdbcApplication {

	}

	@Entity(name = "Wallet")
	@jakarta.persistence.Table(name = "wallets", schema = "wallets")
	static class JpaWallet implements Persistable<Long> {

		@Id
		private Long id;

		protected JpaWallet() {
		}

		JpaWallet(long id) {
			this.id = id;
		}

		@Override
		public Long getId() {
			return this.id;
		}

		@Override
		public boolean isNew() {
			return true;
		}

	}

	public interface JpaWallets extends JpaRepository<JpaWallet, Long> {

	}

	static class JpaService {

		private final JpaWallets repository;

		private final JdbcClient client;

		JpaService(JpaWallets repository, @OfDomain("wallets") JdbcClient client) {
			this.repository = repository;
			this.client = client;
		}

		@Transactional("wallets")
		void openTwoAndFail() {
			this.client.sql("INSERT INTO wallets VALUES (3)").update();
			this.repository.saveAndFlush(new JpaWallet(4));
			assertThat(this.client.sql("SELECT id FROM wallets ORDER BY id").query(Long.class).list())
				.isEqualTo(List.of(3L, 4L));
			throw new IllegalStateException("after the work of both");
		}

	}

	@Table(schema = "wallets", name = "wallets")
	record JdbcWallet(@org.springframework.data.annotation.Id Long id) {
	}

	public interface JdbcWallets extends ListCrudRepository<JdbcWallet, Long> {

	}

}
