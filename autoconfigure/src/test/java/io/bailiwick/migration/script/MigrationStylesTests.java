package io.bailiwick.migration.script;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.test.MigrationFolder;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileCopyUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how the files of each {@link MigrationStyle} are read.
 */
class MigrationStylesTests {

	@TempDir
	Path classes;

	@Test
	void flywaysOwnFilesHaveTheirWayBackInAnUndo() {
		DomainScripts scripts = read(folder("V2__more.sql", "V1__create_it.sql", "U2__drop.sql", "U7__gone.sql",
				"R__view.sql", "B1__all.sql", "afterMigrate.sql"), null);
		assertThat(describe(scripts)).containsExactly("VERSIONED 1 'create it' flyway V1__create_it.sql",
				"BASELINE 1 'all' flyway B1__all.sql", "VERSIONED 2 'more' flyway V2__more.sql < U2__drop.sql",
				"REPEATABLE null 'view' flyway R__view.sql");
		assertThat(forFlyway(scripts)).containsExactlyInAnyOrder("V1__create_it.sql = V1__create_it.sql",
				"B1__all.sql = B1__all.sql", "V2__more.sql = V2__more.sql", "R__view.sql = R__view.sql",
				"afterMigrate.sql = afterMigrate.sql");
	}

	@Test
	void aFileForEachDirectionIsAPair() {
		DomainScripts scripts = read(
				folder("000010_ten.up.sql", "000010_ten.down.sql", "000002_create_users.up.sql",
						"2026/000003__odd_Name.up.sql", "2026/000003_other.down.sql", "000004_.up.sql", "README.md"),
				null);
		assertThat(describe(scripts)).containsExactly(
				"VERSIONED 000002 'create users' up-down-files 000002_create_users.up.sql",
				"VERSIONED 000003 'odd Name' up-down-files 2026/000003__odd_Name.up.sql < 2026/000003_other.down.sql",
				"VERSIONED 000004 '' up-down-files 000004_.up.sql",
				"VERSIONED 000010 'ten' up-down-files 000010_ten.up.sql < 000010_ten.down.sql");
		assertThat(forFlyway(scripts)).containsExactlyInAnyOrder("V000010__ten.sql = 000010_ten.up.sql",
				"V000002__create_users.sql = 000002_create_users.up.sql",
				"V000003__odd_Name.sql = 2026/000003__odd_Name.up.sql", "V000004__.sql = 000004_.up.sql");
	}

	@Test
	void aFolderForEachMigrationIsAPair() {
		DomainScripts scripts = read(
				folder("00000000000000_diesel_initial_setup/up.sql", "00000000000000_diesel_initial_setup/down.sql",
						"2023-01-02-000001_add/up.sql", "20230102000002/up.sql", "20230102000002/notes.md"),
				null);
		assertThat(describe(scripts)).containsExactly(
				"VERSIONED 00000000000000 'diesel initial setup' up-down-folders 00000000000000_diesel_initial_setup/up.sql < 00000000000000_diesel_initial_setup/down.sql",
				"VERSIONED 20230102000001 'add' up-down-folders 2023-01-02-000001_add/up.sql",
				"VERSIONED 20230102000002 '' up-down-folders 20230102000002/up.sql");
		assertThat(forFlyway(scripts)).contains("V20230102000001__add.sql = 2023-01-02-000001_add/up.sql");
	}

	@Test
	void aNumberIsEnough() {
		DomainScripts scripts = read(
				folder("1_a.sql", "002_b-c.sql", "10-d.sql", "20230101120000_e_f.sql", "2.1_two_one.sql"), null);
		assertThat(describe(scripts)).containsExactly("VERSIONED 1 'a' numbered 1_a.sql",
				"VERSIONED 002 'b-c' numbered 002_b-c.sql", "VERSIONED 2.1 'two one' numbered 2.1_two_one.sql",
				"VERSIONED 10 'd' numbered 10-d.sql", "VERSIONED 20230101120000 'e f' numbered 20230101120000_e_f.sql");
	}

	@Test
	void dbmatesFilesHoldBothDirections() {
		DomainScripts scripts = read(new MigrationFolder(this.classes).file("db/migration/users/20230101_a.sql", """
				-- Description: first
				-- migrate:up
				CREATE TABLE a (id int);

				-- migrate:down
				DROP TABLE a;
				""").file("db/migration/users/20230102_b.sql", """
				--migrate:up transaction:false
				VACUUM;
				--   migrate:down
				""").file("db/migration/users/20230103_c.sql", "-- migrate:up\nSELECT 1;"), null);
		assertThat(describe(scripts)).containsExactly("VERSIONED 20230101 'a' dbmate 20230101_a.sql < 20230101_a.sql",
				"VERSIONED 20230102 'b' dbmate 20230102_b.sql < 20230102_b.sql",
				"VERSIONED 20230103 'c' dbmate 20230103_c.sql");
		assertThat(up(scripts, 0)).isEqualTo("\n-- migrate:up\nCREATE TABLE a (id int);\n\n");
		assertThat(down(scripts, 0)).isEqualTo("\n\n\n\n-- migrate:down\nDROP TABLE a;\n");
		assertThat(scripts.migrations()).extracting((migration) -> migration.up().inTransaction())
			.containsExactly(null, false, null);
		MigrationScript empty = Objects.requireNonNull(scripts.migrations().get(1).down());
		assertThat(empty.inTransaction()).isNull();
		assertThat(empty.isEmpty(StandardCharsets.UTF_8)).isTrue();
	}

	@Test
	void goosesFilesHoldBothDirections() {
		DomainScripts scripts = read(new MigrationFolder(this.classes).file("db/migration/users/00001_a.sql", """
				-- +goose Up
				-- +goose StatementBegin
				CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
				-- +goose StatementEnd
				SELECT 2;
				-- +goose Down
				DROP FUNCTION f;
				""")
			.file("db/migration/users/00002_b.sql", "\uFEFF-- +goose no transaction\r\n-- +goose up\r\nVACUUM;\r\n"),
				null);
		assertThat(describe(scripts)).containsExactly("VERSIONED 00001 'a' goose 00001_a.sql < 00001_a.sql",
				"VERSIONED 00002 'b' goose 00002_b.sql");
		assertThat(up(scripts, 0)).startsWith("-- +goose Up").endsWith("SELECT 2;\n");
		assertThat(down(scripts, 0)).isEqualTo("\n\n\n\n\n-- +goose Down\nDROP FUNCTION f;\n");
		assertThat(up(scripts, 1)).isEqualTo("\n-- +goose up\r\nVACUUM;\r\n");
		assertThat(scripts.migrations()).extracting((migration) -> migration.up().inTransaction())
			.containsExactly(null, false);
	}

	@ParameterizedTest
	@CsvSource({ "000001_a.up.sql, '-- no-transaction\nSELECT 1;', false", "001_a.sql, '-- no-transaction', false",
			"001_a.sql, '-- no transaction', ", "001_a.sql, '\n-- no-transaction', ",
			"V1__a.sql, '-- no-transaction', " })
	void sqlxSaysInTheFirstLineThatThereIsNoTransaction(String file, String content, @Nullable Boolean expected) {
		DomainScripts scripts = read(new MigrationFolder(this.classes).file("db/migration/users/" + file, content),
				null);
		assertThat(scripts.migrations().get(0).up().inTransaction()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "run_in_transaction = false, false", "'# a\nrun_in_transaction=true # b\n', true", "'', " })
	void dieselSaysInItsMetadataWhetherThereIsATransaction(String metadata, @Nullable Boolean expected) {
		DomainScripts scripts = read(folder("20230101_a/up.sql", "20230101_a/down.sql")
			.file("db/migration/users/20230101_a/metadata.toml", metadata), null);
		assertThat(scripts.migrations().get(0).up().inTransaction()).isEqualTo(expected);
		assertThat(Objects.requireNonNull(scripts.migrations().get(0).down()).inTransaction()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "V1__a.sql", "000001_a.up.sql", "20230101_a/up.sql", "001_a.sql" })
	void aConfigurationBesideTheFileHasTheLastWord(String file) throws Exception {
		DomainScripts scripts = read(new MigrationFolder(this.classes)
			.file("db/migration/users/" + file, "-- no-transaction\nSELECT '${x}';")
			.file("db/migration/users/" + file + ".conf", "executeInTransaction=true\nplaceholderReplacement=true\n"),
				null);
		assertThat(scripts.migrations().get(0).up().inTransaction()).isTrue();
		assertThat(configuration(scripts)).isEqualTo("executeInTransaction=true\nplaceholderReplacement=true\n");
	}

	@Test
	void flywayIsToldWhatOtherToolsSayInTheirOwnWords() throws Exception {
		assertThat(configuration(read(new MigrationFolder(this.classes.resolve("a"))
			.file("db/migration/users/001_a.sql", "-- no-transaction\nSELECT '${x}';"), null)))
			.isEqualTo("\nexecuteInTransaction=false\nplaceholderReplacement=false");
		assertThat(configuration(read(
				new MigrationFolder(this.classes.resolve("b")).file("db/migration/users/V1__a.sql", "SELECT '${x}';"),
				null)))
			.isNull();
	}

	@Test
	void aStatementThatFlywayWouldRunInATransactionTakesItsFileOutOfIt() throws Exception {
		assertThat(configuration(read(new MigrationFolder(this.classes).file("db/migration/users/V1__a.sql",
				"-- why\nREINDEX INDEX CONCURRENTLY i;"), null)))
			.isEqualTo("\nexecuteInTransaction=false");
	}

	@Test
	void aConfiguredStyleIsTheStyle() {
		assertThat(describe(read(folder("001_a.sql"), MigrationStyle.NUMBERED)))
			.containsExactly("VERSIONED 001 'a' numbered 001_a.sql");
	}

	@Test
	void foldersOfOneDomainMayHaveDifferentStyles() throws Exception {
		folder("001_old.sql", "002_old.sql");
		Files.createDirectories(this.classes.resolve("new"));
		Files.writeString(this.classes.resolve("new/V3__new.sql"), "SELECT 1;");
		ScriptFolders folders = new ScriptFolders(
				new PathMatchingResourcePatternResolver(new MigrationFolder(this.classes).classLoader()), List.of());
		Domain users = new Domain("users", "users", "main", Set.of(), List.of("db/migration/users", "new"));
		assertThat(describe(folders.migrations(Domains.of(List.of(users))).get("users"))).containsExactly(
				"VERSIONED 001 'old' numbered 001_old.sql", "VERSIONED 002 'old' numbered 002_old.sql",
				"VERSIONED 3 'new' flyway V3__new.sql");
	}

	@Test
	void theHeadOfAFileIsRead() {
		DomainScripts scripts = read(new MigrationFolder(this.classes).file("db/migration/users/001_a.sql", """
				\uFEFF-- Description: creates the users,
				--   all of them
				-- Author: somebody
				-- a comment, which is nothing: really
				--
				-- Rollback: DROP TABLE a;

				-- Ticket:
				CREATE TABLE a (id int);
				-- Description: too late
				"""), null);
		ScriptHead head = scripts.migrations().get(0).up().head(StandardCharsets.UTF_8);
		assertThat(head.description()).isEqualTo("creates the users, all of them");
		assertThat(head.rollback()).isEqualTo("DROP TABLE a;");
		assertThat(head.get("AUTHOR")).isEqualTo("somebody");
		assertThat(head.fields()).containsOnlyKeys("description", "author", "rollback", "ticket");
	}

	@Test
	void aFileOfManyMegabytesIsRead() {
		String line = "INSERT INTO a VALUES (1, 'something; that is long enough to fill the file in a while');\n";
		DomainScripts scripts = read(new MigrationFolder(this.classes).file("db/migration/users/001_a.sql",
				"-- migrate:up\n" + line.repeat(120_000) + "-- migrate:down\nDELETE FROM a;\n"), null);
		assertThat(up(scripts, 0)).hasSize("-- migrate:up\n".length() + 120_000 * line.length());
		MigrationScript down = Objects.requireNonNull(scripts.migrations().get(0).down());
		assertThat(down.statements(new FluentConfiguration(), Map.of())).singleElement()
			.satisfies((statement) -> assertThat(statement.line()).isEqualTo(120_003));
	}

	private MigrationFolder folder(String... files) {
		MigrationFolder folder = new MigrationFolder(this.classes);
		Arrays.stream(files).forEach((file) -> folder.file("db/migration/users/" + file, "SELECT 1;"));
		return folder;
	}

	static DomainScripts read(MigrationFolder folder, @Nullable MigrationStyle style) {
		ScriptFolders folders = new ScriptFolders(new PathMatchingResourcePatternResolver(folder.classLoader()),
				List.of());
		Domain users = new Domain("users", "users", "main", Set.of(), List.of("classpath:db/migration/users"));
		return folders.migrations(Domains.of(List.of(users)), (style != null) ? Map.of("users", style) : Map.of())
			.get("users");
	}

	private static List<String> describe(DomainScripts scripts) {
		return scripts.migrations()
			.stream()
			.map((migration) -> "%s %s '%s' %s %s".formatted(migration.kind(), migration.version(),
					migration.description(), migration.style().id(), migration.script())
					+ ((migration.down() != null) ? " < " + migration.down().script() : ""))
			.toList();
	}

	private static List<String> forFlyway(DomainScripts scripts) {
		return scripts.resourceProvider(StandardCharsets.UTF_8)
			.getResources("", new String[] { ".sql" })
			.stream()
			.map((resource) -> resource.getFilename() + " = " + resource.getRelativePath())
			.toList();
	}

	private static @Nullable String configuration(DomainScripts scripts) throws Exception {
		LoadableResource resource = scripts.resourceProvider(StandardCharsets.UTF_8)
			.getResource(scripts.migrations().get(0).script() + ".conf");
		return (resource != null) ? FileCopyUtils.copyToString(resource.read()) : null;
	}

	private static String up(DomainScripts scripts, int index) {
		return scripts.migrations().get(index).up().text(StandardCharsets.UTF_8);
	}

	private static String down(DomainScripts scripts, int index) {
		return Objects.requireNonNull(scripts.migrations().get(index).down()).text(StandardCharsets.UTF_8);
	}

}
