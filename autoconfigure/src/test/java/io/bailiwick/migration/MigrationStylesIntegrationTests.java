package io.bailiwick.migration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.MigrationScript;
import io.bailiwick.migration.script.ScriptFolders;
import io.bailiwick.migration.script.statement.ScriptStatement;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for running files of every style.
 */
@Timeout(60)
class MigrationStylesIntegrationTests {

	private static final String[] DOMAINS = { "flyway", "pairs", "folders", "numbers", "dbmate", "goose" };

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	@Test
	void everyStyleRunsOnceAndTheHistoryHasTheRealPaths() {
		MigrationFolder folder = everyStyle();
		migrate(folder);
		assertThat(history("flyway")).containsExactly("1|create it|V1__create_it.sql", "2|more|deep/V2__more.sql",
				"3|index|V3__index.sql", "4|rebuild|V4__rebuild.sql", "null|v|R__v.sql");
		assertThat(history("pairs")).containsExactly("000001|create users|000001_create_users.up.sql",
				"000002|index|000002_index.up.sql");
		assertThat(history("folders")).containsExactly(
				"00000000000000|diesel initial setup|00000000000000_diesel_initial_setup/up.sql",
				"20230102000001|index|2023-01-02-000001_index/up.sql", "20230102000002||20230102000002/up.sql");
		assertThat(history("numbers")).containsExactly("1|a|1_a.sql", "002|no transaction|002_no_transaction.sql");
		assertThat(history("dbmate")).containsExactly("20230101|a|20230101_a.sql",
				"20230102|vacuum|20230102_vacuum.sql");
		assertThat(history("goose")).containsExactly("00001|a|00001_a.sql", "00002|index|00002_index.sql");
		assertThat(this.jdbc.queryForList("SELECT n || c FROM dbmate.a", String.class)).containsExactly("1${x}");
		assertThat(this.jdbc.queryForList("SELECT f FROM goose.f()", Integer.class)).containsExactly(2);

		String before = everything();
		migrate(folder);
		assertThat(everything()).isEqualTo(before);
		folder.file("db/migration/dbmate/20230101_a.sql", "-- Description: told better\r\n\r\n"
				+ DBMATE.replace("\n", "\r\n").replace("DROP TABLE a", "DROP TABLE b"));
		migrate(folder);
		assertThat(everything()).isEqualTo(before);
		for (String domain : DOMAINS) {
			assertThat(migrations(folder).build().status(domain).pending()).as(domain).isZero();
		}
	}

	@Test
	void aWayForwardThatIsEditedIsFoundOut() {
		MigrationFolder folder = everyStyle();
		migrate(folder);
		folder.file("db/migration/goose/00001_a.sql", GOOSE.replace("SELECT 2", "SELECT 3"));
		try (TestMigrations migrations = migrations(folder)) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.contains("version 00001 (a), file 'db/migration/goose/00001_a.sql': the file was changed after");
		}
	}

	@ParameterizedTest
	@CsvSource({ "flyway, V, __, .sql", "pairs, '', _, .up.sql", "numbers, '', _, .sql" })
	void plainFlywayAgreesWhereItCanReadTheNames(String domain, String prefix, String separator, String suffix) {
		MigrationFolder folder = everyStyle();
		migrate(folder);
		Flyway plain = new FluentConfiguration(folder.classLoader())
			.dataSource(this.database.url(), this.database.username(), this.database.password())
			.schemas(domain)
			.locations("classpath:db/migration/" + domain)
			.sqlMigrationPrefix(prefix)
			.sqlMigrationSeparator(separator)
			.sqlMigrationSuffixes(suffix)
			.repeatableSqlMigrationPrefix(prefix.isEmpty() ? "repeatable" : "R")
			.placeholderReplacement(false)
			.load();
		assertThat(plain.validateWithResult().validationSuccessful).isTrue();
		assertThat(plain.info().pending()).isEmpty();
		assertThat(Arrays.stream(plain.info().all()).map(MigrationInfo::getScript)).containsExactlyElementsOf(this.jdbc
			.queryForList("SELECT script FROM %s.flyway_schema_history ORDER BY installed_rank".formatted(domain),
					String.class));
	}

	@ParameterizedTest
	@CsvSource({ "numbers, 1_a.sql, V1__a.sql", "numbers, 1_a.sql, 001_a.up.sql", "folders, 1_a/up.sql, V1__a.sql",
			"pairs, 1_a_b.up.sql, V1__a_b.sql", "flyway, V1__a_b.sql, 0001_a_b/up.sql" })
	void aFileThatIsRenamedToAnotherStyleIsStillTheSameMigration(String domain, String before, String after)
			throws Exception {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/%s/%s".formatted(domain, before),
				"CREATE TABLE a (id int);\r\n");
		new TestMigrations(this.database, folder).domain(domain).migrate().close();
		folder.delete("db/migration/%s/%s".formatted(domain, before));
		folder.file("db/migration/%s/%s".formatted(domain, after), "CREATE TABLE a (id int);\n");
		new TestMigrations(this.database, folder).domain(domain).migrate().close();
		assertThat(history(domain)).singleElement().asString().endsWith("|" + before);
	}

	@Test
	void plainFlywayReadsEveryHistory() {
		migrate(everyStyle());
		for (String domain : DOMAINS) {
			Flyway plain = new FluentConfiguration()
				.dataSource(this.database.url(), this.database.username(), this.database.password())
				.schemas(domain)
				.locations(new String[0])
				.load();
			assertThat(Arrays.stream(plain.info().applied()).map(MigrationInfo::getScript)).as(domain)
				.hasSameSizeAs(history(domain));
		}
	}

	@Test
	void aTransactionAroundTheWholeFileIsTheOneThatTheHistoryIsIn() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/pairs/1_a.up.sql", "-- why\nBEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\n")
			.file("db/migration/pairs/2_b.up.sql",
					"START TRANSACTION; CREATE TABLE b (id int); SAVEPOINT s; RELEASE s; END WORK;")
			.file("db/migration/pairs/3_c.up.sql", "CREATE TABLE c (id int);");
		new TestMigrations(this.database, folder).domain("pairs").migrate().close();
		assertThat(this.jdbc.queryForList("""
				SELECT c.relname FROM pairs.flyway_schema_history h
				JOIN pg_class c ON c.xmin = h.xmin AND c.relkind = 'r' ORDER BY installed_rank""", String.class))
			.containsExactly("a", "b", "c");
	}

	@ParameterizedTest
	@CsvSource({ "'BEGIN; CREATE TABLE b (id int); COMMIT; SELECT 1;', a statement follows its COMMIT",
			"'CREATE TABLE b (id int); COMMIT;', it contains COMMIT;",
			"'CREATE TABLE b (id int); BEGIN;', it contains BEGIN;",
			"'BEGIN; CREATE TABLE b (id int); ROLLBACK;', it contains ROLLBACK;",
			"'BEGIN ISOLATION LEVEL SERIALIZABLE; COMMIT;', it contains BEGIN ISOLATION LEVEL SERIALIZABLE;" })
	void aTransactionInsideOfTheFileFailsItWhole(String sql, String what) {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/pairs/1_a.up.sql", "CREATE TABLE a (id int);")
			.file("db/migration/pairs/2_b.up.sql", sql);
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("pairs")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith(
					"The file 'db/migration/pairs/2_b.up.sql' of the domain 'pairs' meddles with the transaction that it runs in: %s."
						.formatted(what))
				.contains("The whole file was rolled back and is not in the history");
			assertThat(failure.getAction()).contains("'db/migration/pairs/2_b.up.sql.conf'");
		}
		assertThat(history("pairs")).containsExactly("1|a|1_a.up.sql");
		assertThat(this.jdbc.queryForObject("SELECT to_regclass('pairs.b') IS NULL", Boolean.class)).isTrue();
	}

	@Test
	void withoutATransactionAFileMayHaveItsOwn() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/numbers/1_a.sql",
				"-- no-transaction\nBEGIN; CREATE TABLE a (id int); COMMIT; BEGIN; CREATE TABLE b (id int); ROLLBACK; VACUUM a;");
		new TestMigrations(this.database, folder).domain("numbers").migrate().close();
		assertThat(this.jdbc.queryForObject(
				"SELECT to_regclass('numbers.a') IS NOT NULL AND to_regclass('numbers.b') IS NULL", Boolean.class))
			.isTrue();
	}

	@Test
	void aFailureIsToldWithTheRealFileAndTheRealLine() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/goose/00001_a.sql", """
				-- Description: fails
				-- +goose Up
				SELECT 1;

				SELECT nothing;
				-- +goose Down
				SELECT 2;
				""");
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("goose")) {
			assertThat(migrations.fail().getDescription()).contains("File:      db/migration/goose/00001_a.sql, line 5")
				.contains("Statement: SELECT nothing");
		}
	}

	@ParameterizedTest
	@CsvSource({ "pairs/1_a.up.sql, 'COPY a FROM STDIN;\n1\n'",
			"dbmate/1_a.sql, '-- migrate:up\nCOPY a FROM STDIN;\n1\n-- migrate:down\n\\.\n'" })
	void dataOfCopyThatDoesNotEndIsRefused(String file, String content) {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/" + file, content);
		try (TestMigrations migrations = new TestMigrations(this.database, folder)
			.domain(file.substring(0, file.indexOf('/')))) {
			assertThat(migrations.fail().getDescription())
				.startsWith(
						"The data of a COPY … FROM STDIN in the file 'db/migration/%s' does not end.".formatted(file))
				.contains("Nothing of the file has been run.")
				.doesNotContain("Nothing was changed");
		}
	}

	@Test
	void theWayBackOfEveryStyleCanBeRun() throws Exception {
		MigrationFolder folder = everyStyle();
		migrate(folder);
		Configuration configuration = new FluentConfiguration().encoding(StandardCharsets.UTF_8);
		for (String domain : List.of("flyway", "pairs", "folders", "dbmate", "goose")) {
			Domains domains = Domains
				.of(List.of(new Domain(domain, domain, "main", Set.of(), List.of("classpath:db/migration/" + domain))));
			List<Migration> migrations = new ScriptFolders(
					new PathMatchingResourcePatternResolver(folder.classLoader()), List.of())
				.migrations(domains)
				.get(domain)
				.migrations();
			MigrationScript down = Objects.requireNonNull(migrations.get(0).down());
			try (Connection connection = this.database.connect()) {
				connection.setSchema(domain);
				for (ScriptStatement statement : down.statements(configuration, Map.of())) {
					statement.execute(connection);
				}
			}
			assertThat(this.jdbc.queryForObject("SELECT to_regclass(?) IS NULL", Boolean.class, domain + ".a"))
				.as(domain)
				.isTrue();
		}
	}

	private static final String DBMATE = """
			-- migrate:up
			CREATE TABLE a (n int, c text);
			COPY a FROM STDIN;
			1\t${x}
			\\.
			-- migrate:down
			DROP TABLE a;
			""";

	private static final String GOOSE = """
			-- +goose Up
			CREATE TABLE a (id int);
			-- +goose StatementBegin
			CREATE FUNCTION goose.f() RETURNS int LANGUAGE plpgsql AS $$
			BEGIN
			  RETURN (SELECT 2);
			END;
			$$;
			-- +goose StatementEnd
			-- +goose Down
			DROP FUNCTION goose.f();
			DROP TABLE a;
			""";

	private MigrationFolder everyStyle() {
		return new MigrationFolder(this.classes)
			.file("db/migration/flyway/V1__create_it.sql",
					"\uFEFFCREATE TABLE a (id int);\r\nCREATE INDEX i ON a (id);\r\n")
			.file("db/migration/flyway/U1__create_it.sql", "DROP TABLE a CASCADE;")
			.file("db/migration/flyway/deep/V2__more.sql", "CREATE TABLE b (id int);")
			.file("db/migration/flyway/V3__index.sql", "CREATE INDEX CONCURRENTLY j ON a (id);")
			.file("db/migration/flyway/V4__rebuild.sql", "REINDEX INDEX CONCURRENTLY i;")
			.file("db/migration/flyway/R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;")
			.file("db/migration/pairs/000001_create_users.up.sql", "CREATE TABLE a (id int);")
			.file("db/migration/pairs/000001_create_users.down.sql", "DROP TABLE a;")
			.file("db/migration/pairs/000002_index.up.sql", "CREATE INDEX CONCURRENTLY i ON a (id);")
			.file("db/migration/folders/00000000000000_diesel_initial_setup/up.sql", "CREATE TABLE a (id int);")
			.file("db/migration/folders/00000000000000_diesel_initial_setup/down.sql", "DROP TABLE a;")
			.file("db/migration/folders/2023-01-02-000001_index/up.sql",
					"CREATE INDEX i ON a (id); VACUUM a; REINDEX INDEX CONCURRENTLY i;")
			.file("db/migration/folders/2023-01-02-000001_index/metadata.toml", "run_in_transaction = false")
			.file("db/migration/folders/20230102000002/up.sql", "SELECT 1;")
			.file("db/migration/numbers/1_a.sql", "CREATE TABLE a (id int); COMMENT ON TABLE a IS '${x}';")
			.file("db/migration/numbers/002_no_transaction.sql", "-- no-transaction\nVACUUM a; SELECT 1;")
			.file("db/migration/dbmate/20230101_a.sql", DBMATE)
			.file("db/migration/dbmate/20230102_vacuum.sql",
					"-- migrate:up transaction:false\nVACUUM a;\nSELECT 1;\n-- migrate:down")
			.file("db/migration/goose/00001_a.sql", GOOSE)
			.file("db/migration/goose/00002_index.sql",
					"-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX i ON a (id);\nVACUUM a;");
	}

	private TestMigrations migrations(MigrationFolder folder) {
		TestMigrations migrations = new TestMigrations(this.database, folder);
		Arrays.stream(DOMAINS).forEach(migrations::domain);
		return migrations;
	}

	private void migrate(MigrationFolder folder) {
		migrations(folder).migrate().close();
	}

	private List<String> history(String domain) {
		return this.jdbc.queryForList("""
				SELECT coalesce(version, 'null') || '|' || description || '|' || script FROM %s.flyway_schema_history
				WHERE success AND type = 'SQL' ORDER BY installed_rank""".formatted(domain), String.class);
	}

	private String everything() {
		return Arrays.stream(DOMAINS)
			.map((domain) -> this.jdbc
				.queryForList("SELECT * FROM %s.flyway_schema_history ORDER BY 1".formatted(domain))
				.toString())
			.toList()
			.toString();
	}

}
