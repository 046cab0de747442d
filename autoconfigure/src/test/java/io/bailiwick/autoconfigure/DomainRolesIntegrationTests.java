package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.role.RolesNotInstalledException;
import io.bailiwick.migration.DomainMigrationException;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.undo.UndoException;
import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for the roles of domains over the life of an application: its logins
 * and its domains change, and its databases do.
 */
class DomainRolesIntegrationTests {

	@TempDir
	Path classes;

	private final Database main = TestPostgres.newDatabase();

	private final String login = "login_" + this.main.name();

	@BeforeEach
	void createLogin() {
		this.main.execute("CREATE ROLE %s LOGIN PASSWORD 'secret'".formatted(this.login));
	}

	@AfterEach
	void noLoginIsLeft() {
		this.main.execute("DROP OWNED BY %s".formatted(this.login));
		this.main.execute("DROP ROLE %s".formatted(this.login));
	}

	@Test
	void aDependencyThatIsAddedLaterMayBeRead() {
		run(roles(), (context) -> assertThat(context).hasNotFailed());
		run(roles("bailiwick.domains.wallets.depends-on=users", "bailiwick.domains.wallets.consistency=eventual"),
				(context) -> assertThat(
						jdbc(context, "wallets").sql("SELECT count(*) FROM users.users").query(Long.class).single())
					.isZero());
	}

	@Test
	void aLoginThatIsAddedLaterTakesTheRoles() {
		run(roles(), (context) -> assertThat(context).hasNotFailed());
		run(roles("spring.datasource.username=" + this.login, "spring.datasource.password=secret",
				"bailiwick.databases.main.migration.username=" + this.main.username(),
				"bailiwick.databases.main.migration.password=" + this.main.password()),
				(context) -> assertThat(worksAs(context, "wallets")).isEqualTo(this.main.name() + "_wallets_app"));
	}

	@Test
	void theScriptForAnAdministratorServesTheLoginOfMigrationsToo() {
		run(roles(), (context) -> assertThat(context).hasNotFailed());
		String[] migrator = roles("bailiwick.databases.main.migration.username=" + this.login,
				"bailiwick.databases.main.migration.password=secret");
		List<String> script = new ArrayList<>();
		run(migrator, (context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (!(failure instanceof RolesNotInstalledException)) {
				assertThat(failure).isNotNull();
				failure = failure.getCause();
			}
			script.add(((RolesNotInstalledException) failure).getScript());
		});
		script.forEach(this.main::execute);
		run(migrator, (context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aWayBackRunsAsTheOwnerOfItsSchemaLikeTheWayForward() {
		new MigrationFolder(this.classes).file("db/migration/wallets/V2__note.sql", "CREATE TABLE note (text text);")
			.file("db/migration/wallets/U2__note.sql",
					"CREATE TABLE kept AS SELECT current_user AS role; DROP TABLE note;")
			.file("db/migration/users/U1__create_users.sql", "DROP TABLE wallets.wallets;");
		run(roles(), (context) -> {
			DomainMigrations migrations = context.getBean(DomainMigrations.class);
			migrations.undo(UndoRequest.newest("wallets"));
			String owner = this.main.jdbc()
				.queryForObject("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'wallets'",
						String.class);
			assertThat(this.main.jdbc()
				.queryForList(
						"SELECT role FROM wallets.kept UNION ALL SELECT installed_by FROM wallets.flyway_schema_history WHERE type = 'DELETE' "
								+ "UNION ALL SELECT tableowner FROM pg_tables WHERE tablename = 'kept'",
						String.class))
				.containsOnly(owner);
			assertThat(owner).isNotEqualTo(this.main.username());
			assertThatExceptionOfType(DomainMigrationException.class)
				.isThrownBy(() -> migrations.undo(UndoRequest.newest("users").force()))
				.withMessageContaining("permission denied");
		});
	}

	@Test
	void nothingIsUndoneUnderAProductionProfile() {
		run(roles("spring.profiles.active=production"),
				(context) -> assertThatExceptionOfType(UndoException.class)
					.isThrownBy(() -> context.getBean(DomainMigrations.class).undo(UndoRequest.newest()))
					.withMessageContaining("A production profile is active"));
	}

	@Test
	void theLoginOfAReplicaTakesTheRoles() {
		run(roles("bailiwick.databases.main.replica.url=" + this.main.url(),
				"bailiwick.databases.main.replica.username=" + this.login,
				"bailiwick.databases.main.replica.password=secret"),
				// That it is known for a primary shows that the login was let in.
				(context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("is not a replica but a primary"));
		assertThat(this.main.jdbc()
			.queryForObject("SELECT pg_has_role(?, ?, 'MEMBER')", Boolean.class, this.login,
					this.main.name() + "_wallets_app"))
			.isTrue();
	}

	@Test
	void aDatabaseMayHaveTheNameOfItsDomain() {
		Database own = TestPostgres.newDatabase();
		run(roles("bailiwick.databases.wallets.url=" + own.url(),
				"bailiwick.databases.wallets.username=" + own.username(),
				"bailiwick.databases.wallets.password=" + own.password()), (context) -> {
					assertThat(worksAs(context, "wallets")).isEqualTo(this.main.name() + "_wallets_app");
					assertThat(DataSourceUnwrapper
						.unwrap(context.getBean("walletsDataSource", DataSource.class), HikariDataSource.class)
						.getPoolName()).isEqualTo("wallets");
					assertThat(context.getBean("walletsConnectionPool", HikariDataSource.class).getPoolName())
						.isEqualTo("wallets-database");
				});
	}

	@Test
	void optionsThatOverruleTheRoleAreRefused() {
		run(roles("spring.datasource.hikari.data-source-properties.options=-c role=" + this.main.username()),
				(context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(DatabaseConfigurationException.class)
					.hasMessageContaining("work as '%s' and not as the role '%s_users_app'"
						.formatted(this.main.username(), this.main.name())));
	}

	private String worksAs(AssertableApplicationContext context, String domain) {
		assertThat(context).hasNotFailed();
		return jdbc(context, domain).sql("SELECT current_user").query(String.class).single();
	}

	private static JdbcClient jdbc(AssertableApplicationContext context, String domain) {
		return context.getBean(domain + "JdbcClient", JdbcClient.class);
	}

	private String[] roles(String... more) {
		List<String> properties = new ArrayList<>(Arrays.asList(this.main.properties()));
		properties.add("bailiwick.roles.enabled=true");
		properties.add("bailiwick.roles.prefix=" + this.main.name());
		properties.addAll(Arrays.asList(more));
		return properties.toArray(String[]::new);
	}

	private void run(String[] properties, Consumer<AssertableApplicationContext> test) {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create_users.sql", "CREATE TABLE users (name text PRIMARY KEY);")
			.file("db/migration/wallets/V1__create_wallets.sql", "CREATE TABLE wallets (owner text PRIMARY KEY);");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BailiwickAutoConfiguration.class,
					DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
			.withClassLoader(folder.classLoader())
			.withPropertyValues(properties)
			.run(test::accept);
	}

}
