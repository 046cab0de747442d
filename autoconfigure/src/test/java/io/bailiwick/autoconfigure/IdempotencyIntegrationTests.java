package io.bailiwick.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.bailiwick.transaction.idempotency.Idempotency;
import io.bailiwick.transaction.idempotency.IdempotencyTableException;
import io.bailiwick.transaction.idempotency.RequestFingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for {@link Idempotency} in an application.
 */
class IdempotencyIntegrationTests {

	private static final String MIGRATION = "db/migration/wallets/V2__create_idempotency_keys.sql";

	private static final RequestFingerprint REQUEST = RequestFingerprint.of("open", "1");

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void anApplicationThatDoesNotUseItNeedsNoTable() {
		runner().run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("walletsIdempotency"))
				.isFalse();
		});
	}

	@Test
	void anApplicationThatUsesItIsToldTheMigrationThatIsMissing() {
		ApplicationContextRunner runner = runner().withBean(Opening.class);
		String[] sql = new String[1];
		runner.run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = DomainApplication.analysis(context);
			assertThat(analysis.getDescription()).contains("The domain 'wallets'", "'wallets.idempotency_keys'",
					"42P01");
			assertThat(analysis.getAction()).contains("new migration of the domain", "CREATE TABLE");
			sql[0] = sqlOf(analysis);
		});
		new MigrationFolder(this.classes).file(MIGRATION, sql[0]);
		runner.run((context) -> assertThatItWorks(context.getBean(Opening.class)));
	}

	@Test
	void rolesOfDomainsMayUseWhatTheirMigrationsCreate() {
		withTable();
		runner().withBean(Opening.class)
			.withPropertyValues("bailiwick.roles.enabled=true", "bailiwick.roles.prefix=" + this.database.name(),
					"bailiwick.domains.wallets.consistency=eventual")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("walletsJdbcClient", JdbcClient.class)
					.sql("SELECT current_user")
					.query(String.class)
					.single()).isEqualTo(this.database.name() + "_wallets_app");
				assertThatItWorks(context.getBean(Opening.class));
				assertThat(context.getBean("walletsIdempotency", Idempotency.class).purge()).isZero();
			});
	}

	@Test
	void whoMayNotUseTheTableIsToldTheGrant() {
		withTable();
		runner().run((context) -> assertThat(context).hasNotFailed());
		String login = "login_" + this.database.name();
		this.database.execute("CREATE ROLE %s LOGIN PASSWORD 'secret'".formatted(login));
		try {
			this.database.execute("GRANT USAGE ON SCHEMA wallets, users TO " + login);
			this.database
				.execute("GRANT SELECT ON wallets.flyway_schema_history, users.flyway_schema_history TO " + login);
			runner().withBean(Opening.class)
				.withPropertyValues("spring.datasource.username=" + login, "spring.datasource.password=secret")
				.run((context) -> assertThat(DomainApplication.analysis(context).getAction())
					.contains("GRANT SELECT, INSERT, UPDATE, DELETE ON wallets.idempotency_keys"));
		}
		finally {
			this.database.execute("DROP OWNED BY " + login);
			this.database.execute("DROP ROLE " + login);
		}
	}

	@Test
	void whereSomebodyElseMigratesTheFirstUseTells() {
		this.database.execute("CREATE SCHEMA wallets");
		this.database.execute("CREATE TABLE wallets.wallets (id int PRIMARY KEY)");
		runner().withBean(Opening.class).withPropertyValues("spring.flyway.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatExceptionOfType(IdempotencyTableException.class)
				.isThrownBy(() -> context.getBean(Opening.class).open("k", 1))
				.satisfies((ex) -> this.database.execute(sqlOf(ex.analysis())));
			assertThatItWorks(context.getBean(Opening.class));
		});
	}

	@Test
	void theGuideHasTheSameTable() throws Exception {
		String guide = Files.readString(Path.of("../docs/transactions.md"));
		runner().withBean(Opening.class)
			.run((context) -> assertThat(guide.replaceAll("\\s+", " "))
				.contains(sqlOf(DomainApplication.analysis(context)).replace("\"wallets\"", "transfers")
					.replaceAll("\\s+", " ")));
	}

	private void withTable() {
		runner().withBean(Opening.class)
			.withPropertyValues(TestPostgres.newDatabase().properties())
			.run((context) -> new MigrationFolder(this.classes).file(MIGRATION,
					sqlOf(DomainApplication.analysis(context))));
	}

	private static void assertThatItWorks(Opening opening) {
		assertThat(opening.open("k", 1)).isEqualTo("opened 1");
		assertThat(opening.open("k", 1)).isEqualTo("opened 1");
		assertThat(opening.openInTransaction("l", 2)).isEqualTo("opened 2");
		assertThat(opening.openInTransaction("l", 2)).isEqualTo("opened 2");
	}

	private static String sqlOf(FailureAnalysis analysis) {
		String action = String.valueOf(analysis.getAction());
		return action.substring(action.indexOf("CREATE TABLE"), action.lastIndexOf(';') + 1);
	}

	private ApplicationContextRunner runner() {
		return DomainApplication.runner(this.classes).withPropertyValues(this.database.properties());
	}

	static class Opening {

		private final Idempotency idempotency;

		private final JdbcClient jdbc;

		Opening(@OfDomain("wallets") Idempotency idempotency, @OfDomain("wallets") JdbcClient jdbc) {
			this.idempotency = idempotency;
			this.jdbc = jdbc;
		}

		String open(String key, int id) {
			return this.idempotency.once(key, REQUEST, () -> {
				this.jdbc.sql("INSERT INTO wallets.wallets VALUES (?)").param(id).update();
				return "opened " + id;
			});
		}

		@Transactional("wallets")
		String openInTransaction(String key, int id) {
			return open(key, id);
		}

	}

}
