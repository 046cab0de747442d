package io.bailiwick.database.timeout;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.autoconfigure.BailiwickAutoConfiguration;
import io.bailiwick.autoconfigure.DomainsEndpointAutoConfiguration;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for an application with timeouts, with and without a pooler between
 * it and its database.
 */
@ExtendWith(OutputCaptureExtension.class)
class PooledApplicationIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void defaultsLeaveAloneWhatAnAdministratorHasSet() {
		this.database.execute("ALTER DATABASE %s SET statement_timeout = '77s'".formatted(this.database.name()));
		run().withPropertyValues(this.database.properties())
			.withPropertyValues("bailiwick.databases.main.timeouts.lock=3s",
					"bailiwick.databases.main.migration.timeouts.statement=99s")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(DomainsEndpoint.class).domains().databases().get("main").timeouts())
					.containsEntry("statement_timeout", "77s (database)")
					.containsEntry("lock_timeout", "3s (client)")
					.containsEntry("idle_in_transaction_session_timeout", "60s (client)");
				JdbcClient jdbc = context.getBean(JdbcClient.class);
				assertThat(jdbc.sql("SELECT statement || ' ' || lock FROM users.seen").query(String.class).single())
					.isEqualTo("99s 10s");
				assertThat(jdbc.sql("SHOW statement_timeout").query(String.class).single()).isEqualTo("77s");
			});
	}

	@Test
	void theServerIsFoundAmongSeveralHosts() {
		String url = this.database.url().replace("//", "//127.0.0.1:1,");
		run().withPropertyValues(this.database.properties())
			.withPropertyValues("spring.datasource.url=" + url)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(JdbcClient.class).sql("SHOW statement_timeout").query(String.class).single())
					.isEqualTo("1min");
			});
	}

	@Test
	void anApplicationMayUseWhatAnotherLoginHasMigrated() {
		String login = this.database.name() + "_login";
		this.database.execute("CREATE ROLE %s LOGIN PASSWORD 'secret'".formatted(login));
		ApplicationContextRunner migrating = run().withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + login, "spring.datasource.password=secret",
				"bailiwick.databases.main.migration.username=" + this.database.username(),
				"bailiwick.databases.main.migration.password=" + this.database.password());
		migrating.run((context) -> {
			assertThat(context).hasNotFailed();
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			assertThat(jdbc.sql("DELETE FROM users.seen").update()).isOne();
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> jdbc.sql("CREATE TABLE users.more ()").update())
				.havingRootCause()
				.withMessageContaining("permission denied");
		});
		migrating.withPropertyValues("bailiwick.databases.main.migration.url=" + TestPostgres.newDatabase().url())
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("which is another database"));
	}

	@Test
	void aReplicaNeedsAnAddress() {
		run().withPropertyValues(this.database.properties())
			.withPropertyValues("bailiwick.databases.main.replica.max-lag=5s")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("there is no replica"));
		run().withPropertyValues(this.database.properties())
			.withPropertyValues("bailiwick.databases.main.replica.url=postgres://replica/bank")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("is no JDBC URL"));
	}

	@Test
	void settingsThatNobodyHeedsAreRefused() {
		run().withPropertyValues("bailiwick.databases.main.timeouts.lock=3s")
			.withBean("pool", HikariDataSource.class, () -> {
				HikariDataSource pool = new HikariDataSource();
				pool.setJdbcUrl(this.database.url());
				pool.setUsername(this.database.username());
				pool.setPassword(this.database.password());
				return pool;
			})
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("has settings that can not be applied")
				.hasMessageContaining("bailiwick.databases.main.timeouts.lock"));
	}

	@Test
	void aTimeoutThatCanNotBeMeantIsRefusedByItsName() {
		run().withPropertyValues(this.database.properties())
			.withPropertyValues("bailiwick.databases.main.timeouts.idle-in-transaction=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("bailiwick.databases.main.timeouts.idle-in-transaction"));
		run().withPropertyValues(this.database.properties())
			.withPropertyValues("bailiwick.databases.main.timeouts.idle-in-transactoin=1s")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'bailiwick.databases.main.timeouts.idle-in-transactoin' is no setting"));
	}

	@Test
	void aPoolerIsNoticedAndMigrationsGoAroundIt(CapturedOutput output) throws Exception {
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = transaction")) {
			ApplicationContextRunner pooled = run().withPropertyValues("spring.datasource.url=" + bouncer.url(),
					"spring.datasource.username=app", "spring.datasource.hikari.maximum-pool-size=3",
					"bailiwick.databases.main.timeouts.statement=31s");
			pooled.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(DatabaseConfigurationException.class)
				.hasMessageContaining("reached through a connection pooler"));
			assertThat(this.database.jdbc().queryForObject("SELECT to_regnamespace('users') IS NULL", Boolean.class))
				.isTrue();
			pooled
				.withPropertyValues("bailiwick.databases.main.migration.url=" + this.database.url(),
						"bailiwick.databases.main.migration.username=" + this.database.username(),
						"bailiwick.databases.main.migration.password=" + this.database.password())
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(context.getBean(Domains.class).names()).containsExactly("users");
					assertThat(context.getBean(JdbcClient.class)
						.sql("SELECT count(*) FROM users.seen")
						.query(Long.class)
						.single()).isOne();
					assertThat(context.getBean(DomainsEndpoint.class).domains().domains().get("users").pending())
						.isZero();
				});
			assertThat(output).contains("settings belong to the role")
				.contains("ALTER ROLE \"app\" IN DATABASE")
				.contains("SET statement_timeout = '31000ms'");
		}
	}

	@Test
	void aRoleThatAPoolerWouldDropIsRefused() throws Exception {
		try (PgBouncer bouncer = PgBouncer.start(this.database, "pool_mode = transaction")) {
			run()
				.withPropertyValues("spring.datasource.url=" + bouncer.url(),
						"spring.datasource.username=" + this.database.username(),
						"spring.datasource.hikari.maximum-pool-size=3", "bailiwick.roles.enabled=true",
						"bailiwick.roles.prefix=" + this.database.name(),
						"bailiwick.databases.main.migration.url=" + this.database.url(),
						"bailiwick.databases.main.migration.username=" + this.database.username(),
						"bailiwick.databases.main.migration.password=" + this.database.password())
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(DatabaseConfigurationException.class)
					.hasMessageContaining("the domains are to have roles: these are taken in the start-up packet")
					.hasMessageContaining("Nothing was changed"));
			assertThat(this.database.jdbc().queryForObject("SELECT to_regnamespace('users') IS NULL", Boolean.class))
				.isTrue();
		}
	}

	private ApplicationContextRunner run() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__see.sql",
				"CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock;");
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BailiwickAutoConfiguration.class, DataSourceAutoConfiguration.class,
							FlywayAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, DomainsEndpointAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			.withPropertyValues("management.endpoints.web.exposure.include=domains",
					"management.endpoints.jmx.exposure.include=domains");
	}

}
