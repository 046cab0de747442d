package io.bailiwick.migration;

import java.nio.file.Path;
import java.util.List;

import io.bailiwick.autoconfigure.BailiwickAutoConfiguration;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.migration.script.ScriptException;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for what an application adds to the migrations of one domain, and for
 * the properties that reach them.
 */
class BoundMigrationsIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	@Test
	void whatIsBoundToOneDomainNeverReachesAnother() {
		run().withUserConfiguration(BoundToWallets.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(history("users")).containsExactly("V1__create.sql");
			assertThat(history("wallets")).containsExactly("V1__create.sql", V2__Fill.class.getName());
			assertThat(this.jdbc.queryForList("SELECT place FROM public.calls ORDER BY 1", String.class))
				.containsExactly("shared in users", "shared in wallets", "wallets in wallets");
			assertThat(context.getBean("usersFlyway", Flyway.class).getConfiguration().getInstalledBy()).isNull();
			assertThat(context.getBean("walletsFlyway", Flyway.class).getConfiguration().getInstalledBy())
				.isEqualTo("the wallets team");
			assertThat(this.jdbc.queryForList("SELECT DISTINCT installed_by FROM users.flyway_schema_history",
					String.class))
				.containsExactly(this.database.username());
		});
	}

	@Test
	void aJavaMigrationThatBelongsToNobodyIsRefused() {
		run().withBean("stray", JavaMigration.class, V2__Fill::new)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(DomainConfigurationException.class)
				.rootCause()
				.satisfies((ex) -> assertThat(((DomainConfigurationException) ex).analysis().getDescription())
					.isEqualTo("The bean 'stray' is a JavaMigration and does not say which domain it belongs to.")));
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM pg_namespace WHERE nspname IN ('users', 'wallets')",
				Long.class))
			.isZero();
	}

	@Test
	void theRemedyForASchemaWithTablesButWithoutAHistoryWorks() {
		this.database.execute("CREATE SCHEMA users; CREATE TABLE users.users (id int)");
		run().withUserConfiguration(BaselineOfUsers.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.jdbc.queryForList("SELECT type || ' ' || version FROM users.flyway_schema_history",
					String.class))
				.containsExactly("BASELINE 1");
		});
	}

	@Test
	void propertiesReachTheMigrations() {
		new MigrationFolder(this.classes)
			.file("db/migration/users/V2__names.sql", "INSERT INTO users VALUES (${first-user});")
			.file("db/migration-dev/users/V3__dev.sql", "INSERT INTO users VALUES (2);")
			.file("db/seed/users/R__seed.sql", "INSERT INTO users VALUES (3);");
		run()
			.withPropertyValues("bailiwick.migration.placeholders.first-user=1",
					"bailiwick.migration.history-table=changes", "bailiwick.seed.enabled=true",
					"spring.profiles.active=dev")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.jdbc.queryForList("SELECT id FROM users.users ORDER BY 1", Integer.class))
					.containsExactly(1, 2, 3);
				assertThat(this.jdbc.queryForList("SELECT script FROM users.changes ORDER BY 1", String.class))
					.containsExactly("V1__create.sql", "V2__names.sql", "V3__dev.sql");
			});
	}

	@Test
	void aFileThatNoStyleMatchesFailsTheStartBeforeTheDatabaseIsTouched() {
		new MigrationFolder(this.classes).file("db/migration/users/V2_names.sql", "SELECT 1;");
		run().run((context) -> {
			assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(ScriptException.class);
			assertThat(
					this.jdbc.queryForObject("SELECT count(*) FROM pg_namespace WHERE nspname = 'users'", Long.class))
				.isZero();
		});
	}

	private List<String> history(String schema) {
		return this.jdbc.queryForList(
				"SELECT script FROM %s.flyway_schema_history ORDER BY installed_rank".formatted(schema), String.class);
	}

	private ApplicationContextRunner run() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE users (id int PRIMARY KEY);")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE wallets (id int PRIMARY KEY);");
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BailiwickAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			.withPropertyValues("bailiwick.domains.wallets.depends-on=users")
			.withPropertyValues(this.database.properties());
	}

	@Configuration(proxyBeanMethods = false)
	static class BoundToWallets {

		@Bean
		@OfDomain("wallets")
		JavaMigration fill() {
			return new V2__Fill();
		}

		@Bean
		@OfDomain("wallets")
		Callback walletsCallback() {
			return new Recorder("wallets");
		}

		@Bean
		Callback sharedCallback() {
			return new Recorder("shared");
		}

		@Bean
		@OfDomain("wallets")
		FlywayConfigurationCustomizer walletsCustomizer() {
			return (configuration) -> configuration.installedBy("the wallets team");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BaselineOfUsers {

		@Bean
		@OfDomain("users")
		FlywayConfigurationCustomizer baseline() {
			return (configuration) -> configuration.baselineOnMigrate(true).baselineVersion("1");
		}

	}

	@SuppressWarnings("checkstyle:TypeName")
	static class V2__Fill extends BaseJavaMigration {

		@Override
		public void migrate(org.flywaydb.core.api.migration.Context context) {
			new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true))
				.execute("INSERT INTO wallets VALUES (1)");
		}

	}

	/**
	 * Writes down for which schema it is called.
	 */
	private record Recorder(String name) implements Callback {

		@Override
		public boolean supports(Event event, Context context) {
			return event == Event.AFTER_MIGRATE;
		}

		@Override
		public boolean canHandleInTransaction(Event event, Context context) {
			return true;
		}

		@Override
		public void handle(Event event, Context context) {
			JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true));
			jdbc.execute("CREATE TABLE IF NOT EXISTS public.calls (place text)");
			jdbc.update("INSERT INTO public.calls VALUES (?)",
					this.name + " in " + context.getConfiguration().getDefaultSchema());
		}

		@Override
		public String getCallbackName() {
			return this.name;
		}

	}

}
