package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.database.Databases;
import io.bailiwick.database.boundary.BoundaryCrossedException;
import io.bailiwick.database.boundary.DataLeftBehindException;
import io.bailiwick.database.budget.BudgetExceededException;
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
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for domains that live in databases of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class NamedDatabasesIntegrationTests {

	@TempDir
	Path classes;

	private final Database main = TestPostgres.newDatabase();

	private final Database reports = TestPostgres.newDatabase();

	@Test
	void oneLineMovesADomainIntoADatabaseOfItsOwn() {
		run()
			.withPropertyValues("bailiwick.domains.reporting.database=reports",
					"bailiwick.databases.reports.url=" + this.reports.url(),
					"bailiwick.databases.reports.username=" + this.reports.username(),
					"bailiwick.databases.reports.password=" + this.reports.password(),
					"bailiwick.databases.reports.pool.maximum-pool-size=4")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Databases.class).names()).containsExactly("main", "reports");
				assertThat(context.getBean(Domains.class).get("reporting").database()).isEqualTo("reports");
				HikariDataSource pool = context.getBean("reportsConnectionPool", HikariDataSource.class);
				assertThat(pool.getPoolName()).isEqualTo("reports");
				assertThat(pool.getMaximumPoolSize()).isEqualTo(4);
				JdbcClient jdbc = context.getBean("reportingJdbcClient", JdbcClient.class);
				assertThat(jdbc.sql("SELECT current_database()").query(String.class).single())
					.isEqualTo(this.reports.name());
				assertThat(jdbc.sql("SHOW search_path").query(String.class).single()).isEqualTo("reporting,public");
				assertThat(
						context.getBean(JdbcClient.class).sql("SELECT current_database()").query(String.class).single())
					.isEqualTo(this.main.name());
				TransactionTemplate transactions = context.getBean("reportingTransactionTemplate",
						TransactionTemplate.class);
				transactions.executeWithoutResult((status) -> {
					jdbc.sql("INSERT INTO reports VALUES (1)").update();
					status.setRollbackOnly();
				});
				assertThat(jdbc.sql("SELECT count(*) FROM reports").query(Long.class).single()).isZero();
				DomainsEndpoint.DomainsDescriptor descriptor = context.getBean(DomainsEndpoint.class).domains();
				assertThat(descriptor.domains().get("reporting").currentVersion()).isEqualTo("1");
				assertThat(descriptor.databases().get("reports").url()).isEqualTo(this.reports.url());
				assertThat(descriptor.databases().get("reports").origin()).contains("bailiwick.databases.reports.url");
			});
	}

	@Test
	void aDatabaseWithTheNameOfADomainIsItsOwn() {
		run()
			.withPropertyValues("bailiwick.databases.reporting.url=" + this.reports.url(),
					"bailiwick.databases.reporting.username=" + this.reports.username(),
					"bailiwick.databases.reporting.password=" + this.reports.password())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Domains.class).get("reporting").database()).isEqualTo("reporting");
				assertThat(context.getBean("reportingJdbcClient", JdbcClient.class)
					.sql("SELECT current_database()")
					.query(String.class)
					.single()).isEqualTo(this.reports.name());
				assertThat(context.getBean("reportingConnectionPool")).isInstanceOf(HikariDataSource.class);
			});
	}

	@Test
	void aDatabaseThatDoesNotExistIsNotGuessed() {
		run()
			.withPropertyValues("bailiwick.domains.reporting.database=reprots",
					"bailiwick.databases.reports.url=" + this.reports.url())
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'reprots', and there is no such database"));
	}

	@Test
	void aDatabaseInWhichNoDomainLivesIsAnError() {
		run().withPropertyValues("bailiwick.databases.archive.url=" + this.reports.url())
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("No domain lives in the database 'archive'"));
	}

	@Test
	void aDependencyConsistencyMustBeMeant() {
		ApplicationContextRunner moved = run().withPropertyValues("bailiwick.domains.reporting.depends-on=users",
				"bailiwick.databases.reporting.url=" + this.reports.url(),
				"bailiwick.databases.reporting.username=" + this.reports.username(),
				"bailiwick.databases.reporting.password=" + this.reports.password());
		moved.run((context) -> assertThat(context).getFailure()
			.hasMessageContaining("no foreign key and no transaction can span the two"));
		moved.withPropertyValues("bailiwick.domains.reporting.consistency=eventual")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whatCrossesTheBoundaryStopsAMoveBeforeAnythingIsChanged() {
		run().run((context) -> assertThat(context).hasNotFailed());
		this.main.execute(
				"ALTER TABLE reporting.reports ADD CONSTRAINT fk_reports_users FOREIGN KEY (id) REFERENCES users.users");
		moved().run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(BoundaryCrossedException.class)
			.hasMessageContaining("fk_reports_users"));
		assertThat(this.reports.jdbc().queryForObject("SELECT to_regnamespace('reporting') IS NULL", Boolean.class))
			.isTrue();
	}

	@Test
	void aDomainDoesNotBeginAgainWithEmptyTablesWhileItsDataIsElsewhere() {
		run().run((context) -> assertThat(context).hasNotFailed());
		moved().run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(DataLeftBehindException.class)
			.hasMessageContaining(
					"domain 'reporting' lives in 'reporting' now, and its schema reporting with 1 table"));
		assertThat(this.reports.jdbc().queryForObject("SELECT to_regnamespace('reporting') IS NULL", Boolean.class))
			.isTrue();
		this.main.execute("DROP SCHEMA reporting CASCADE");
		moved().run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aCopyThatStaysBehindIsWorthAWarning(CapturedOutput output) {
		run().run((context) -> assertThat(context).hasNotFailed());
		// What a copy with pg_dump leaves in the new database: the schema and its
		// history.
		run().withPropertyValues(this.reports.properties()).run((context) -> assertThat(context).hasNotFailed());
		moved().run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("run DROP SCHEMA \"reporting\" CASCADE");
	}

	@Test
	void everySettingKnowsWhereItWasMade() {
		run()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment",
						new SystemEnvironmentPropertySource("systemEnvironment",
								Map.of("REPORTING_DATABASE_URL", this.reports.url(), "REPORTING_DB_POOL_SIZE", "3"))))
			.withPropertyValues("bailiwick.databases.reporting.username=" + this.reports.username(),
					"bailiwick.databases.reporting.password=" + this.reports.password(),
					"bailiwick.databases.reporting.timeouts.lock=3s")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				DomainsEndpoint.DomainsDescriptor descriptor = context.getBean(DomainsEndpoint.class).domains();
				DomainsEndpoint.DatabaseDescriptor reporting = descriptor.databases().get("reporting");
				assertThat(reporting.origins()).hasEntrySatisfying("url", contains("REPORTING_DATABASE_URL"))
					.hasEntrySatisfying("pool.maximum-pool-size", contains("REPORTING_DB_POOL_SIZE"))
					.hasEntrySatisfying("password", contains("bailiwick.databases.reporting.password"))
					.hasEntrySatisfying("timeouts.lock", contains("bailiwick.databases.reporting.timeouts.lock"));
				assertThat(descriptor.databases().get("main").origins()).hasEntrySatisfying("username",
						contains("spring.datasource.username"));
				assertThat(descriptor.toString()).doesNotContain(this.reports.password());
			});
	}

	private static Consumer<String> contains(String text) {
		return (origin) -> assertThat(origin).contains(text);
	}

	@Test
	void twoNamesForOneDatabaseAreNoMove(CapturedOutput output) {
		run().run((context) -> assertThat(context).hasNotFailed());
		run()
			.withPropertyValues("bailiwick.databases.reporting.url=" + this.main.url(),
					"bailiwick.databases.reporting.username=" + this.main.username(),
					"bailiwick.databases.reporting.password=" + this.main.password())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("reportingJdbcClient", JdbcClient.class)
					.sql("SELECT count(*) FROM reports")
					.query(Long.class)
					.single()).isZero();
			});
		assertThat(output).doesNotContain("DROP SCHEMA");
	}

	@Test
	void aDatabaseInWhichAllDomainsLiveIsTheDatabaseOfTheApplication() {
		runner()
			.withPropertyValues("bailiwick.databases.core.url=" + this.main.url(),
					"bailiwick.databases.core.username=" + this.main.username(),
					"bailiwick.databases.core.password=" + this.main.password(),
					"bailiwick.domains.users.database=core", "bailiwick.domains.reporting.database=core")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Databases.class).names()).containsExactly("core");
				assertThat(
						context.getBean(JdbcClient.class).sql("SELECT current_database()").query(String.class).single())
					.isEqualTo(this.main.name());
			});
	}

	@Test
	void aPropertyThatDoesNotExistIsRefusedWithASuggestion() {
		run().withPropertyValues("bailiwick.rols.enabled=true").run((context) -> {
			assertThat(context).getFailure().hasMessageContaining("'bailiwick.rols.enabled' is no property");
			assertThat(DomainApplication.analysis(context).getAction()).contains("roles.enabled");
		});
		run()
			.withPropertyValues("bailiwick.roles=", "bailiwick.migration.placeholders.a.b=c",
					"bailiwick.migration.lockTimeout=5m")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void twoPoolsOfOneNameAreRefused() {
		moved()
			.withPropertyValues("spring.datasource.hikari.pool-name=bank",
					"bailiwick.databases.reporting.pool.pool-name=bank")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Two pools have the name 'bank'"));
	}

	@Test
	void aDomainsPoolHasItsOwnSettingsOnTopOfThoseOfItsDatabase() {
		run()
			.withPropertyValues("bailiwick.databases.main.pooling=per-domain",
					"bailiwick.domains.reporting.pool.maximum-pool-size=2", "spring.application.name=bank")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				HikariDataSource reporting = context.getBean("reportingDataSource", DataSource.class)
					.unwrap(HikariDataSource.class);
				assertThat(reporting.getMaximumPoolSize()).isEqualTo(2);
				assertThat(reporting.getPoolName()).isEqualTo("reporting");
				HikariDataSource users = context.getBean("usersDataSource", DataSource.class)
					.unwrap(HikariDataSource.class);
				assertThat(users.getMaximumPoolSize()).isEqualTo(5);
				assertThat(context.getBean("dataSource", HikariDataSource.class).getMinimumIdle()).isZero();
				assertThat(context.getBean("reportingJdbcClient", JdbcClient.class)
					.sql("SELECT current_setting('search_path') || ' ' || current_setting('application_name')")
					.query(String.class)
					.single()).isEqualTo("reporting,public bank/reporting");
			});
		run().withPropertyValues("bailiwick.domains.reporting.pool.maximum-pool-size=2")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("the domain has no pool of its own"));
	}

	@Test
	void poolsThatDoNotFitOnTheServerAreToldOrRefused(CapturedOutput output) {
		ApplicationContextRunner many = run().withPropertyValues("bailiwick.instances=1000");
		many.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("1000");
		many.withPropertyValues("bailiwick.budget=enforce")
			.run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(BudgetExceededException.class));
		many.withPropertyValues("bailiwick.budget=off").run((context) -> assertThat(context).hasNotFailed());
	}

	private ApplicationContextRunner moved() {
		return run().withPropertyValues("bailiwick.databases.reporting.url=" + this.reports.url(),
				"bailiwick.databases.reporting.username=" + this.reports.username(),
				"bailiwick.databases.reporting.password=" + this.reports.password());
	}

	private ApplicationContextRunner run() {
		return runner().withPropertyValues(this.main.properties());
	}

	private ApplicationContextRunner runner() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (id int PRIMARY KEY);")
			.file("db/migration/reporting/V1__create_reports.sql", "CREATE TABLE reports (id int PRIMARY KEY);");
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BailiwickAutoConfiguration.class, EmbeddedPostgresAutoConfiguration.class,
							DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
							TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class,
							DomainsEndpointAutoConfiguration.class, DomainsHealthContributorAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*");
	}

}
