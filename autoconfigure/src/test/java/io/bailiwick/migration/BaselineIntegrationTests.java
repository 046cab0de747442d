package io.bailiwick.migration;

import java.nio.file.Path;
import java.util.List;

import io.bailiwick.migration.adopt.AdoptionException;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.AdoptionRequest;
import io.bailiwick.migration.adopt.BaselineRequest;
import io.bailiwick.migration.adopt.ProofMode;
import io.bailiwick.migration.adopt.SchemaProof.Outcome;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Integration tests for baselines: those that somebody names, and those that stand for
 * migrations that no file describes.
 */
@Timeout(120)
class BaselineIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	private MigrationFolder folder;

	private TestMigrations migrations;

	@BeforeEach
	void application() {
		this.folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__accounts.sql", "CREATE TABLE accounts (id int);")
			.file("db/migration/users/V2__name.sql", "ALTER TABLE accounts ADD name text;")
			.file("db/migration/users/V3__more.sql", "ALTER TABLE accounts ADD more text;")
			.file("db/migration/users/R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS x;")
			.file("db/migration/wallets/V1__wallets.sql", "CREATE TABLE wallets (id int);");
		this.migrations = new TestMigrations(this.database, this.folder).domain("users").domain("wallets", "users");
		this.database.execute("CREATE SCHEMA users; CREATE TABLE users.accounts (id int, name text);");
	}

	@AfterEach
	void close() {
		this.migrations.close();
	}

	@Test
	void aBaselineIsShownProvenAndWritten() {
		FailureAnalysis failure = this.migrations.fail();
		assertThat(failure.getAction()).contains("'java -jar <application>.jar db adopt'")
			.contains("'java -jar <application>.jar db baseline users@7'");
		BaselineRequest request = BaselineRequest.of("users", "2");
		AdoptionPlan plan = this.migrations.build().baselinePlan(request);
		assertThat(plan.lines()).containsExactly("", "users: 1 row into \"users\".\"flyway_schema_history\"",
				"    1  everything up to version 2 (<< Flyway Baseline >>)",
				"       counts as applied: V1__accounts.sql", "       counts as applied: V2__name.sql",
				"       will run: V3__more.sql", "       will run: R__view.sql", "",
				"The database has exactly what these files describe (built in a database of their own).");
		assertThat(this.jdbc.queryForObject("SELECT to_regclass('users.flyway_schema_history') IS NULL", Boolean.class))
			.isTrue();
		this.migrations.build().baseline(request, plan);
		assertThat(history("users")).containsExactly("1|2|<< Flyway Baseline >>|BASELINE|<< Flyway Baseline >>|0|true");
		AdoptionPlan again = this.migrations.build().baselinePlan(request);
		assertThat(again.isEmpty()).isTrue();
		this.migrations.build().baseline(request, again);
		assertThat(history("users")).hasSize(1);
		this.migrations.migrate();
		assertThat(history("users")).hasSize(3);
		assertThat(history("wallets")).hasSize(1);
	}

	@Test
	void itIsTheRowThatFlywayWrites() {
		BaselineRequest request = BaselineRequest.of("users", "2");
		this.migrations.build().baseline(request, this.migrations.build().baselinePlan(request));
		new FluentConfiguration().dataSource(this.database.url(), this.database.username(), this.database.password())
			.schemas("flyways")
			.locations(new String[0])
			.baselineVersion("2")
			.load()
			.baseline();
		// Flyway creates the schema too, and records that with the rank 0 or 1.
		assertThat(history("users")).allSatisfy((row) -> assertThat(
				history("flyways").stream().map((theirs) -> theirs.substring(theirs.indexOf('|'))).toList())
			.contains(row.substring(row.indexOf('|'))));
	}

	@Test
	void aBaselineThatIsNotWhatIsThereIsRefused() {
		BaselineRequest request = BaselineRequest.of("users", "3");
		AdoptionPlan plan = this.migrations.build().baselinePlan(request);
		assertThat(plan.proof().differences()).containsExactly("+ column users.accounts.more: text");
		AdoptionException failure = catchThrowableOfType(AdoptionException.class,
				() -> this.migrations.build().baseline(request, plan));
		assertThat(failure).hasMessageContaining("+ column users.accounts.more: text")
			.hasMessageContaining("Nothing was changed.");
		this.migrations.build().baseline(request.acceptingDifferences(), plan);
		assertThat(history("users")).hasSize(1);
	}

	@Test
	void severalDomainsAtOnce() {
		this.database.execute("CREATE SCHEMA wallets; CREATE TABLE wallets.wallets (id int)");
		BaselineRequest request = BaselineRequest.of("users", "2").and("wallets", "1");
		AdoptionPlan plan = this.migrations.build().baselinePlan(request);
		assertThat(plan.proof().outcome()).isEqualTo(Outcome.SAME);
		this.migrations.build().baseline(request, plan);
		assertThat(history("users")).hasSize(1);
		assertThat(history("wallets")).hasSize(1);
	}

	@Test
	void aVersionBeforeAllFilesCanNotBeCompared() {
		BaselineRequest request = BaselineRequest.of("users", "0");
		AdoptionPlan plan = this.migrations.build().baselinePlan(request);
		assertThat(plan.proof().outcome()).isEqualTo(Outcome.NOTHING_TO_COMPARE);
		this.migrations.build().baseline(request, plan);
		assertThat(history("users")).hasSize(1);
	}

	@Test
	void aDomainThatHasAHistory() {
		this.database.execute("DROP SCHEMA users CASCADE");
		this.migrations.migrate();
		assertThat(catchThrowableOfType(AdoptionException.class,
				() -> this.migrations.build().baselinePlan(BaselineRequest.of("users", "2"))))
			.hasMessageContaining("The domain 'users' has a history of its own");
	}

	@Test
	void whatIsNoVersion() {
		assertThat(catchThrowableOfType(AdoptionException.class,
				() -> this.migrations.build().baselinePlan(BaselineRequest.of("users", "two")))
			.analysis()).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).startsWith("'two' is no version of the domain 'users'.");
				assertThat(analysis.getAction()).endsWith("have: 1, 2, 3");
			});
		assertThat(catchThrowableOfType(UnknownDomainException.class,
				() -> this.migrations.build().baselinePlan(BaselineRequest.of("user", "2"))))
			.hasMessageContaining("Did you mean 'users'?");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"Rails | CREATE TABLE schema_migrations (version character varying NOT NULL PRIMARY KEY); CREATE TABLE ar_internal_metadata (key character varying NOT NULL PRIMARY KEY, value character varying, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL); INSERT INTO schema_migrations VALUES ('20230102030405'), ('20220102030405')",
			"Ecto | CREATE TABLE IF NOT EXISTS schema_migrations (version bigint, inserted_at timestamp(0), PRIMARY KEY (version)); INSERT INTO schema_migrations VALUES (20220102030405, '2022-01-02 03:04:05'), (20230102030405, '2023-01-02 03:04:05')" })
	void migrationsInAnotherLanguageBecomeABaseline(String tool, String table) {
		this.database.execute(table);
		this.folder.file("db/migration/users/V20240101000000__last.sql", "ALTER TABLE accounts ADD last int;");
		FailureAnalysis failure = catchThrowableOfType(AdoptionException.class,
				() -> this.migrations.build().adoptionPlan(AdoptionRequest.of()))
			.analysis();
		assertThat(failure.getDescription()).contains("they are written for %s alone".formatted(tool));
		assertThat(failure.getAction()).contains("db adopt <domain> …").contains("the baseline 20230102030405");
		AdoptionRequest request = AdoptionRequest.of("users");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(request);
		assertThat(plan.domains().get(0).counted()).containsExactly("V1__accounts.sql", "V2__name.sql", "V3__more.sql");
		assertThat(plan.proof().differences()).containsExactly("+ column users.accounts.more: text");
		this.database.execute("ALTER TABLE users.accounts ADD more text");
		this.migrations.build().adopt(request, this.migrations.build().adoptionPlan(request));
		assertThat(history("users")).singleElement()
			.asString()
			.startsWith("1|20230102030405|2 migrations of %s|BASELINE".formatted(tool));
		assertThat(this.migrations.build().adoptionPlan(request).isEmpty()).isTrue();
		this.migrations.migrate();
		assertThat(this.jdbc.queryForList("SELECT last FROM users.accounts")).isEmpty();
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM schema_migrations", Integer.class)).isEqualTo(2);
	}

	@Test
	void theBaselineOfAnOldFlywayHoldsForEveryDomainWithFilesBeforeIt() {
		this.database.execute("CREATE TABLE public.legacy (id int)");
		this.folder.file("old/V3__more.sql", "ALTER TABLE users.accounts ADD more text;")
			.file("db/migration/users/V3__more.sql", "ALTER TABLE users.accounts ADD more text;");
		new FluentConfiguration(this.folder.classLoader())
			.dataSource(this.database.url(), this.database.username(), this.database.password())
			.locations("classpath:old")
			.baselineOnMigrate(true)
			.baselineVersion("2")
			.load()
			.migrate();
		this.database.execute("CREATE SCHEMA wallets; CREATE TABLE wallets.wallets (id int)");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of());
		assertThat(plan.proof().outcome()).isEqualTo(Outcome.SAME);
		this.migrations.build().adopt(AdoptionRequest.of(), plan);
		assertThat(history("users")).map((row) -> row.substring(0, 3)).containsExactly("1|2", "2|3");
		assertThat(history("wallets")).map((row) -> row.substring(0, 3)).containsExactly("1|2");
		this.migrations.migrate();
		assertThat(history("users")).hasSize(3);
	}

	@Test
	void whatAnOldFlywayHasTakenBackIsNotTakenOver() {
		this.folder.file("old/V1__accounts.sql", "CREATE TABLE accounts (id int);")
			.file("old/V2__name.sql", "ALTER TABLE accounts ADD name text;")
			.file("old/V3__more.sql", "ALTER TABLE accounts ADD more text;");
		new FluentConfiguration(this.folder.classLoader())
			.dataSource(this.database.url(), this.database.username(), this.database.password())
			.locations("classpath:old")
			.load()
			.migrate();
		this.database.execute(
				"""
						INSERT INTO public.flyway_schema_history SELECT 4, version, description, 'DELETE', script, checksum, installed_by, installed_on, 0, true
						FROM public.flyway_schema_history WHERE version = '3';
						INSERT INTO public.flyway_schema_history SELECT 5, version, description, 'UNDO_SQL', script, checksum, installed_by, installed_on, 0, true
						FROM public.flyway_schema_history WHERE version = '2'""");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of().withProof(ProofMode.NONE));
		assertThat(plan.domains()).singleElement()
			.satisfies((domain) -> assertThat(domain.pending()).containsExactly("V2__name.sql", "V3__more.sql",
					"R__view.sql"));
	}

	private List<String> history(String schema) {
		return this.jdbc.queryForList(
				"""
						SELECT concat_ws('|', installed_rank, version, description, type, script, checksum, execution_time, success::text)
						FROM %s.flyway_schema_history ORDER BY installed_rank"""
					.formatted(schema),
				String.class);
	}

}
