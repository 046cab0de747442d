package io.bailiwick.migration.script;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.test.MigrationFolder;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what is told about files that can not be read in the style of their folder.
 */
@Timeout(30)
class MigrationStyleErrorsTests {

	@TempDir
	Path classes;

	@ParameterizedTest
	@CsvSource({ "002_b.sql, V1__a.sql, 'numbered, without marks', flyway",
			"001_a.up.sql, 002_b.sql, up-down-files, 'numbered, without marks'",
			"001_a.up.sql, 002_b/up.sql, up-down-files, up-down-folders",
			"001_a.up.sql, R__b.sql, up-down-files, flyway",
			"001_a.sql, U1__a.sql, 'numbered, without marks', flyway" })
	void twoStylesInOneFolderAreRefused(String one, String other, String oneStyle, String otherStyle) {
		FailureAnalysis failure = fail(folder().file("db/migration/users/" + one, "SELECT 1;")
			.file("db/migration/users/" + other, "SELECT 1;"), null);
		assertThat(failure.getDescription()).isEqualTo(
				"The folder 'db/migration/users' of the domain 'users' has files of two styles: 'db/migration/users/%s' (%s) and 'db/migration/users/%s' (%s).",
				one, oneStyle, other, otherStyle);
		assertThat(failure.getAction()).isEqualTo(
				"Write all of them in one style, or keep each style in a folder of its own and name both in 'bailiwick.domains.users.locations'.");
	}

	@Test
	void marksInSomeFilesOnlyAreTwoStylesToo() {
		FailureAnalysis failure = fail(
				file("001_a.sql", "-- migrate:up\nSELECT 1;").file("db/migration/users/002_b.sql", "SELECT 1;"), null);
		assertThat(failure.getDescription()).endsWith(
				"two styles: 'db/migration/users/001_a.sql' (dbmate) and 'db/migration/users/002_b.sql' (numbered, without marks).");
	}

	@Test
	void aFileThatIsNotOfTheConfiguredStyleIsRefused() {
		FailureAnalysis failure = fail(file("001_a.sql", "SELECT 1;"), MigrationStyle.UP_DOWN_FILES);
		assertThat(failure.getDescription()).isEqualTo(
				"The file 'db/migration/users/001_a.sql' is of the style numbered, without marks, but 'bailiwick.domains.users.style' is up-down-files.");
		assertThat(failure.getAction()).isEqualTo(
				"Write it as 000001_create.up.sql, set 'bailiwick.domains.users.style=numbered', or remove the setting to have the style detected.");
	}

	@Test
	void marksAreNotReadPastWhenTheConfiguredStyleHasNone() {
		FailureAnalysis failure = fail(file("001_a.sql", "-- +goose Up\n-- +goose Down"), MigrationStyle.NUMBERED);
		assertThat(failure.getDescription()).isEqualTo(
				"The file 'db/migration/users/001_a.sql' is of the style goose, but 'bailiwick.domains.users.style' is numbered. All of it, the way back too, would run as the way forward.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"-- migrate:down\\n-- migrate:up | has '-- migrate:down' in line 1 without an up before it.",
			"SELECT 1;\\n-- migrate:up | has something in line 1 before '-- migrate:up' in line 2, so that it belongs to no direction.",
			"/* x */\\n-- +goose Up | has something in line 1 before '-- +goose Up' in line 2, so that it belongs to no direction.",
			"-- migrate:up\\n-- migrate:down\\n-- migrate:up | has '-- migrate:up' twice, in line 1 and line 3.",
			"-- migrate:up\\n-- migrate:down\\n-- migrate:down | has '-- migrate:down' twice, in line 2 and line 3.",
			"-- +goose Down | has '-- +goose Down' in line 1 without an up before it.",
			"-- +goose NO TRANSACTION | has '-- +goose NO TRANSACTION' in line 1 without an up before it.",
			"-- +goose Up\\n-- +goose StatementBegin\\n-- +goose Down | has '-- +goose StatementBegin' in line 2 without a '-- +goose StatementEnd'.",
			"-- +goose Up\\n-- +goose StatementBegin\\nSELECT 1; | has '-- +goose StatementBegin' in line 2 without a '-- +goose StatementEnd'.",
			"-- +goose Up\\n-- +goose StatementEnd | has '-- +goose StatementEnd' in line 2 where it means nothing.",
			"-- +goose StatementBegin\\n-- +goose Up | has '-- +goose StatementBegin' in line 1 where it means nothing.",
			"-- +goose Up\\n-- +goose ENVSUB ON | has '-- +goose ENVSUB ON' in line 2: it wants values of the environment, and nothing here puts them into SQL.",
			"-- +goose Upp | has '-- +goose Upp' in line 1, which is not a word of goose.",
			"-- migrate:up\\n-- +goose Down | has marks of two tools: '-- migrate:up' in line 1 and '-- +goose Down' in line 2.",
			"-- +migrate Up\\nSELECT 1; | has '-- +migrate Up' in line 1, the mark of a tool whose files are not read: all of it, the way back too, would run as the way forward.",
			"SELECT 1;\\n-- Down Migration | has '-- Down Migration' in line 2, the mark of a tool whose files are not read: all of it, the way back too, would run as the way forward.",
			"SELECT 1;\\n-- //@UNDO | has '-- //@UNDO' in line 2, the mark of a tool whose files are not read: all of it, the way back too, would run as the way forward.",
			"# --- !Ups | has '# --- !Ups' in line 1, the mark of a tool whose files are not read: all of it, the way back too, would run as the way forward." })
	void marksThatMakeNoSenseAreRefused(String content, String expected) {
		FailureAnalysis failure = fail(file("001_a.sql", content.replace("\\n", "\n")), null);
		assertThat(failure.getDescription()).isEqualTo("The file 'db/migration/users/001_a.sql' " + expected);
		assertThat(failure.getAction()).isNotBlank();
	}

	@Test
	void marksInAnEncodingThatHidesThemAreRefused() throws Exception {
		Path file = this.classes.resolve("db/migration/users/001_a.sql");
		Files.createDirectories(file.getParent());
		Files.write(file, "-- migrate:up\nSELECT 1;".getBytes(StandardCharsets.UTF_16LE));
		assertThat(fail(folder(), null).getDescription()).isEqualTo(
				"The file 'db/migration/users/001_a.sql' has '-- migrate:up' in line 1, and is in an encoding with zero bytes (UTF-16), in which the marks can not be found for certain.");
	}

	@ParameterizedTest
	@CsvSource({ "001_a.up.sql, 002_b.down.sql, 002", "20230101_a/up.sql, 20230102_b/down.sql, 20230102" })
	void aWayBackWithoutAWayForwardIsRefused(String up, String down, String version) {
		FailureAnalysis failure = fail(file(up, "SELECT 1;").file("db/migration/users/" + down, "SELECT 1;"), null);
		assertThat(failure.getDescription()).isEqualTo(
				"The file 'db/migration/users/%s' of the domain 'users' is the way back from the version %s, and no file is the way forward to it.",
				down, version);
		assertThat(failure.getAction()).isEqualTo("Bring the other file back, or remove this one.");
	}

	@ParameterizedTest
	@CsvSource({ "001_a.up.sql, 1_b.up.sql, the version 1", "001_a/up.sql, 1_b/up.sql, the version 1",
			"001_a.sql, 1_b.sql, the version 1", "001_a.down.sql, 1_b.down.sql, the way back from the version 1",
			"2023-01-01-000001_a/up.sql, 20230101000001_b/up.sql, the version 20230101000001" })
	void oneVersionInTwoFilesIsRefused(String one, String other, String what) {
		FailureAnalysis failure = fail(file(one, "SELECT 1;").file("db/migration/users/" + other, "SELECT 1;"), null);
		assertThat(failure.getDescription()).isEqualTo(
				"Two files of the domain 'users' claim %s: 'db/migration/users/%s' and 'db/migration/users/%s'.", what,
				one, other);
	}

	@Test
	void oneVersionInTwoJarsIsRefused() throws Exception {
		ScriptFolders folders = new TestClassPath()
			.jar(this.classes.resolve("one.jar"), true, "db/migration/users/20230101_a/up.sql")
			.jar(this.classes.resolve("two.jar"), true, "db/migration/users/20230101_a/up.sql")
			.folders();
		FailureAnalysis failure = fail(() -> folders.migrations(users()));
		assertThat(failure.getDescription()).isEqualToNormalizingNewlines(
				"""
						The file 'db/migration/users/20230101_a/up.sql' of the domain 'users' is on the class path twice, and both claim the version 20230101:

						    jar:%1$sone.jar!/db/migration/users/20230101_a/up.sql
						    jar:%1$stwo.jar!/db/migration/users/20230101_a/up.sql"""
					.formatted(this.classes.toUri().toString().replace("file:///", "file:/")));
	}

	@Test
	void oneVersionInTwoDifferentFilesOfTwoJarsIsRefused() throws Exception {
		ScriptFolders folders = new TestClassPath()
			.jar(this.classes.resolve("one.jar"), true, "db/migration/users/002_a.up.sql")
			.jar(this.classes.resolve("two.jar"), true, "db/migration/users/002_b.up.sql")
			.folders();
		assertThat(fail(() -> folders.migrations(users())).getDescription()).isEqualTo(
				"Two files of the domain 'users' claim the version 002: 'db/migration/users/002_a.up.sql' and 'db/migration/users/002_b.up.sql'.");
	}

	@ParameterizedTest
	@CsvSource({ "001_a.up.sql, 000001_create.up.sql", "001_a/up.sql, 20230101_create/up.sql",
			"001_a.sql, 001_create.sql" })
	void aNameThatIsOfNoStyleIsRefusedInTheWordsOfItsFolder(String file, String example) {
		FailureAnalysis failure = fail(file(file, "SELECT 1;").file("db/migration/users/extra.sql", "SELECT 1;"), null);
		assertThat(failure.getDescription()).isEqualTo(
				"The file 'db/migration/users/extra.sql' would be passed over in silence: its name is not that of a migration.");
		assertThat(failure.getAction()).isEqualTo(
				"Name it in the style of its folder, for instance '%s'. What is no migration belongs elsewhere.",
				example);
	}

	@ParameterizedTest
	@ValueSource(strings = { "00002_fill.go", "20230101120000_create.rb", "002_x.py" })
	void aMigrationInAProgrammingLanguageIsRefused(String file) {
		FailureAnalysis failure = fail(
				file("00001_a.sql", "-- +goose Up").file("db/migration/users/" + file, "package x"), null);
		assertThat(failure.getDescription()).isEqualTo(
				"The file 'db/migration/users/%s' is a migration in a programming language, which nothing here runs.",
				file);
	}

	@Test
	void aSeedIsOfFlywaysStyle() {
		MigrationFolder folder = folder().file("db/seed/users/001_a.sql", "SELECT 1;");
		FailureAnalysis failure = fail(() -> folders(folder).seeds(users()));
		assertThat(failure.getDescription()).isEqualTo(
				"The file 'db/seed/users/001_a.sql' would be passed over in silence: its name is not that of a migration.");
		assertThat(failure.getAction()).contains("'R__<description>.sql'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "V1__a.sql | there is no file 'db/migration/users/U1__a.sql'",
			"001_V_up.up.sql | there is no file 'db/migration/users/001_V_up.down.sql'",
			"001_a/up.sql | there is no file 'db/migration/users/001_a/down.sql'",
			"001_a.sql | files like 'db/migration/users/001_a.sql' have no way back",
			"R__a.sql | a repeatable migration has no way back", "B1__a.sql | a baseline migration has no way back" })
	void whatCanNotBeUndoneSaysWhy(String file, String reason) {
		assertThat(obstacle(file(file, "SELECT 1;"))).isEqualTo(reason);
	}

	@Test
	void aWayBackWithoutAStatementIsNone() {
		assertThat(obstacle(file("001_a.sql", "-- migrate:up")))
			.isEqualTo("'db/migration/users/001_a.sql' has no '-- migrate:down'");
		assertThat(obstacle(file("001_a.sql", "-- +goose Up")))
			.isEqualTo("'db/migration/users/001_a.sql' has no '-- +goose Down'");
		assertThat(obstacle(file("001_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n/* ; */\n;")))
			.isEqualTo("its way back in 'db/migration/users/001_a.sql' has nothing to run");
		assertThat(obstacle(file("001_a.sql", "-- migrate:up\n-- migrate:down\n/* ; */ (SELECT 1);"))).isNull();
	}

	private static @Nullable String obstacle(MigrationFolder folder) {
		return MigrationStylesTests.read(folder, null).migrations().get(0).undoObstacle(StandardCharsets.UTF_8);
	}

	@Test
	void aFileThatCanNotBeTakenApartIsNamed() {
		DomainScripts scripts = MigrationStylesTests
			.read(file("001_a.up.sql", "SELECT 1;\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;"), null);
		FailureAnalysis failure = fail(
				() -> scripts.migrations().get(0).up().statements(new FluentConfiguration(), Map.of()));
		assertThat(failure.getDescription()).startsWith(
				"The file 'db/migration/users/001_a.up.sql' could not be taken apart into statements, line 2: Incomplete statement at line 2");
	}

	@Test
	void dataOfCopyThatDoesNotEndIsRefusedRatherThanReadForEver() {
		DomainScripts scripts = MigrationStylesTests.read(file("V1__a.sql", "COPY a FROM STDIN;\n1\n2\n"), null);
		FailureAnalysis failure = fail(
				() -> scripts.migrations().get(0).up().statements(new FluentConfiguration(), Map.of()));
		assertThat(failure.getDescription()).isEqualToNormalizingNewlines("""
				The data of a COPY … FROM STDIN in the file 'db/migration/users/V1__a.sql' does not end.

				Nothing of the file has been run.""");
		assertThat(failure.getAction()).isEqualTo("Write a line with nothing but '\\.' after the data.");
	}

	@Test
	void aStatementThatFlywayMissesIsNotTakenOutOfItsTransactionTogetherWithOthers() {
		DomainScripts scripts = MigrationStylesTests
			.read(file("001_a.up.sql", "SELECT 1;\n-- now\nREINDEX TABLE\n  CONCURRENTLY a;"), null);
		FailureAnalysis failure = fail(() -> scripts.migrations().get(0).up().configuration(StandardCharsets.UTF_8));
		assertThat(failure.getDescription()).isEqualTo(
				"The file 'db/migration/users/001_a.up.sql' mixes statements that run in a transaction with one that can not, in line 3: REINDEX TABLE CONCURRENTLY a");
	}

	private MigrationFolder folder() {
		return new MigrationFolder(this.classes);
	}

	private MigrationFolder file(String name, String content) {
		return folder().file("db/migration/users/" + name, content);
	}

	private static Domains users() {
		return Domains
			.of(List.of(new Domain("users", "users", "main", Set.of(), List.of("classpath:db/migration/users"))));
	}

	private static ScriptFolders folders(MigrationFolder folder) {
		return new ScriptFolders(new PathMatchingResourcePatternResolver(folder.classLoader()), List.of());
	}

	private static FailureAnalysis fail(MigrationFolder folder, @Nullable MigrationStyle style) {
		return fail(() -> MigrationStylesTests.read(folder, style));
	}

	private static FailureAnalysis fail(Runnable reading) {
		FailureAnalyzedException failure = catchThrowableOfType(FailureAnalyzedException.class, reading::run);
		assertThat(failure).isNotNull();
		return failure.analysis();
	}

}
