package io.bailiwick.migration.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NewMigration} and {@link SourceFolders}.
 */
class NewMigrationTests {

	private static final Domain USERS = Domain.of("users");

	@TempDir
	Path project;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					V1__create.sql                               | V2__add_name.sql
					V1__create.sql U1__create.sql                | V2__add_name.sql U2__add_name.sql
					V001__create.sql V009__more.sql              | V010__add_name.sql
					V1.1__create.sql V1.9__more.sql              | V1.10__add_name.sql
					V1_1__create.sql V1_2__more.sql              | V1_3__add_name.sql
					V20230101120000__create.sql R__view.sql      | V20261231235958__add_name.sql
					2023/V20230101__a.sql 2024/V20240101__b.sql  | 2024/V20261231__add_name.sql
					B5__all.sql                                  | V6__add_name.sql U6__add_name.sql
					B5__all.sql V6__more.sql                     | V7__add_name.sql
					000001_create.up.sql 000001_create.down.sql  | 000002_add_name.up.sql 000002_add_name.down.sql
					000009_create.up.sql                         | 000010_add_name.up.sql 000010_add_name.down.sql
					20230101_create/up.sql                       | 20261231_add_name/up.sql 20261231_add_name/down.sql
					2023-01-02-000001_create/up.sql              | 2026-12-31-235958_add_name/up.sql 2026-12-31-235958_add_name/down.sql
					001_create.sql 002_more.sql                  | 003_add_name.sql
					001-create-users.sql                         | 002-add-name.sql
					10_create.sql 20_more.sql                    | 30_add_name.sql
					""")
	void theFilesAreNamedAsThoseThatAreThere(String existing, String created) throws IOException {
		for (String file : existing.split(" ")) {
			write(folder().resolve(file), "SELECT 1;");
		}
		assertThat(create("add name")).containsExactly(created.split(" "));
		assertThatItIsReadBack("add name");
	}

	@Test
	void filesWithBothDirectionsAreContinuedAsSuch() throws IOException {
		write(folder().resolve("20230101_create.sql"), "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n");
		assertThat(create("add name")).containsExactly("20261231_add_name.sql");
		assertThat(read("20261231_add_name.sql")).isEqualTo("""
				-- Description: add name
				-- Rollback: what is below 'migrate:down'

				-- migrate:up


				-- migrate:down

				""");
		assertThatItIsReadBack("add name");
	}

	@Test
	void filesOfGooseAreContinuedAsSuch() throws IOException {
		write(folder().resolve("00009_create.sql"), "-- +goose Up\nSELECT 1;\n");
		assertThat(create("add name")).containsExactly("00010_add_name.sql");
		assertThat(read("00010_add_name.sql")).contains("-- +goose Up\n", "-- +goose Down\n");
		assertThatItIsReadBack("add name");
	}

	@ParameterizedTest
	@CsvSource({ "FLYWAY, 1", "UP_DOWN_FILES, 000001", "UP_DOWN_FOLDERS, 2026-12-31-235958", "NUMBERED, 001",
			"DBMATE, 20261231235958", "GOOSE, 00001" })
	void anEmptyFolderBeginsInTheStyleThatIsAskedFor(MigrationStyle style, String version) {
		CreatedMigration created = migration().create("create users", style);
		assertThat(created.style()).isEqualTo(style);
		assertThat(created.version()).isEqualTo(version);
		assertThat(created.files()).allSatisfy((file) -> assertThat(file).exists());
		assertThat(assertThatItIsReadBack("create users").style()).isEqualTo(style);
	}

	@Test
	void anEmptyFolderGetsTheStyleOfFlywayWithAWayBack() throws IOException {
		CreatedMigration created = migration().create("Créer la table  «users»", null);
		assertThat(created.version()).isEqualTo("1");
		assertThat(created.files()).extracting((file) -> this.project.relativize(file).toString())
			.containsExactly("src/main/resources/db/migration/users/V1__Creer_la_table_users.sql",
					"src/main/resources/db/migration/users/U1__Creer_la_table_users.sql");
		assertThat(created.files().get(0)).hasContent("""
				-- Description: Créer la table «users»
				-- Rollback: U1__Creer_la_table_users.sql

				""");
		assertThat(created.files().get(1)).hasContent("""
				-- Description: the way back of 'V1__Creer_la_table_users.sql'

				""");
	}

	@Test
	void theHeadIsReadAndCanHoldNoPlaceholder() throws IOException {
		migration().create("pay ${amount}\n to '../../etc'", null);
		assertThat(files()).containsExactly("U1__pay_amount_to_etc.sql", "V1__pay_amount_to_etc.sql");
		assertThat(read("V1__pay_amount_to_etc.sql")).startsWith("-- Description: pay $ {amount} to '../../etc'\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "--", "/../", "日本" })
	void aDescriptionThatMakesNoNameIsRefused(String description) throws IOException {
		assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> migration().create(description, null))
			.withMessageContaining("makes no name for a file")
			.withMessageContaining("Nothing was written");
		assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> migration().create("x".repeat(151), null))
			.withMessageContaining("too long");
		assertThat(files()).isEmpty();
	}

	@Test
	void theVersionsOfOverlaysCount() throws IOException {
		write(folder().resolve("V1__create.sql"), "SELECT 1;");
		write(folder().resolve("../../migration-dev/users/V2__dev.sql"), "SELECT 1;");
		assertThat(create("add name")).containsExactly("V3__add_name.sql");
	}

	@Test
	void twoStylesAreRefusedAndNothingIsWritten() throws IOException {
		write(folder().resolve("V1__create.sql"), "SELECT 1;");
		write(folder().resolve("002_more.sql"), "SELECT 1;");
		assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> create("add name"))
			.withMessageContaining("two styles");
		Files.delete(folder().resolve("002_more.sql"));
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> migration().create("add name", MigrationStyle.GOOSE))
			.withMessageContaining("is of the style flyway");
		assertThat(files()).containsExactly("V1__create.sql");
	}

	@Test
	void aFileThatIsThereIsNeverOverwritten() throws IOException {
		write(folder().resolve("V1__create.sql"), "SELECT 1;");
		Files.createDirectories(folder().resolve("V2__add_name.sql"));
		assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> create("add name"))
			.withMessageContaining("V2__add_name.sql' is there already. Nothing was written.");
	}

	@Test
	void theFolderIsFoundBelowTheProjectButNotWhereBuildsCopyIt() throws IOException {
		write(folder().resolve("V1__create.sql"), "SELECT 1;");
		write(this.project.resolve("target/classes/db/migration/users/V1__create.sql"), "SELECT 1;");
		write(this.project.resolve("src/test/resources/db/migration/users/V1__create.sql"), "SELECT 1;");
		write(this.project.resolve(".idea/db/migration/users/V1__create.sql"), "SELECT 1;");
		assertThat(new SourceFolders(this.project).find(USERS)).isEqualTo(folder());
		assertThat(new SourceFolders(this.project.resolve("src/main")).find(USERS)).isEqualTo(folder());
	}

	@Test
	void theFolderIsFoundInAModule() throws IOException {
		Path module = this.project.resolve("migrations/users");
		write(module.resolve("V1__create.sql"), "SELECT 1;");
		assertThat(new SourceFolders(this.project).find(USERS)).isEqualTo(module);
	}

	@Test
	void theFolderIsFoundByTheLocationsOfTheDomain() throws IOException {
		Path folder = this.project.resolve("app/src/main/resources/sql/people");
		write(folder.resolve("V1__create.sql"), "SELECT 1;");
		Path files = this.project.resolve("sql-files");
		Files.createDirectories(files);
		assertThat(new SourceFolders(this.project).find(domain("classpath:sql/people"))).isEqualTo(folder);
		assertThat(new SourceFolders(this.project).find(domain("filesystem:" + files))).isEqualTo(files);
	}

	@Test
	void severalFoldersAreAmbiguous() throws IOException {
		write(this.project.resolve("one/db/migration/users/V1__create.sql"), "SELECT 1;");
		write(this.project.resolve("two/db/migration/users/V1__create.sql"), "SELECT 1;");
		assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> new SourceFolders(this.project).find(USERS))
			.withMessageContaining("are in several folders")
			.withMessageContaining("one/db/migration/users")
			.withMessageContaining("two/db/migration/users")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("--directory"));
	}

	@Test
	void aFolderThatIsNotThereIsNotMadeByMistake() throws IOException {
		write(folder().resolve("V1__create.sql"), "SELECT 1;");
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> new SourceFolders(this.project).find(Domain.of("user")))
			.withMessageContaining("No folder of the domain 'user' was found")
			.withMessageContaining("Did you mean 'users'?")
			.satisfies((ex) -> assertThat(ex.analysis().getAction())
				.contains("--directory src/main/resources/db/migration/user"));
	}

	private static Domain domain(String location) {
		return new Domain("users", "users", Domain.MAIN_DATABASE, new LinkedHashSet<>(), List.of(location));
	}

	private Migration assertThatItIsReadBack(String description) {
		ScriptFolders folders = new ScriptFolders(new PathMatchingResourcePatternResolver(), List.of());
		List<Migration> migrations = new ArrayList<>(
				folders.migrations(Domains.of(List.of(domain("filesystem:" + folder())))).get("users").migrations());
		migrations.removeIf((migration) -> migration.version() == null);
		Migration last = migrations.get(migrations.size() - 1);
		assertThat(last.description().replace('-', ' ')).isEqualTo(description);
		assertThat(last.up().head(StandardCharsets.UTF_8).description()).isEqualTo(description);
		assertThat(last.up().head(StandardCharsets.UTF_8).rollback()).isNotEmpty();
		return last;
	}

	private NewMigration migration() {
		return new NewMigration(USERS, folder(),
				Clock.fixed(Instant.parse("2026-12-31T23:59:58Z"), ZoneOffset.ofHours(9)));
	}

	private List<String> create(String description) {
		return migration().create(description, null)
			.files()
			.stream()
			.map((file) -> folder().relativize(file).toString())
			.toList();
	}

	private Path folder() {
		return this.project.resolve("src/main/resources/db/migration/users");
	}

	private String read(String file) throws IOException {
		return Files.readString(folder().resolve(file));
	}

	private List<String> files() throws IOException {
		if (!Files.exists(folder())) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder())) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static void write(Path file, String content) throws IOException {
		Files.createDirectories(file.normalize().getParent());
		Files.writeString(file.normalize(), content);
	}

}
