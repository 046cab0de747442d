package io.bailiwick.migration.script;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileCopyUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScriptFolders}: which files a domain has, wherever they lie.
 */
class ScriptFoldersTests {

	@TempDir
	Path directory;

	private final TestClassPath classPath = new TestClassPath();

	@Test
	void everyFolderIsADomainAlsoThoseInJarsOfOtherModules() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V1__create.sql",
					"db/migration/users/README.md", "db/migration/README.md", "db/migration/.gitkeep")
			.jar(this.directory.resolve("wallets.jar"), true, "db/migration/wallets/V1__create.sql",
					"db/migration/wallets/v2/tables/V2__more.sql")
			.folders();
		assertThat(folders.domains()).containsExactlyInAnyOrder("users", "wallets");
		Domains domains = Domains.of(List.of(domain("users"), domain("wallets")));
		assertThat(folders.migrations(domains).get("users").paths())
			.containsExactly("db/migration/users/V1__create.sql");
		DomainScripts wallets = folders.migrations(domains).get("wallets");
		assertThat(wallets.paths()).containsExactly("db/migration/wallets/V1__create.sql",
				"db/migration/wallets/v2/tables/V2__more.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "with space", "a+b", "100%", "a%20b", "üñí", "#1", "[x]", "{env}",
			"db/migration/users/classes", "x/db/migration/db/migration" })
	void theWayToTheFilesMayHaveAnyCharacters(String name) throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve(name), "db/migration/users/V1__create.sql",
					"db/migration/users/db/migration/users/V2__nested.sql")
			.jar(this.directory.resolve("jars").resolve(name).resolve("a b+ü.jar"), true,
					"db/migration/users/V3__in_a_jar.sql", "db/migration/users/db/migration/users/V4__nested.sql")
			.folders();
		assertThat(folders.domains()).containsExactly("users");
		assertThat(read(folders.migrations(Domains.of(List.of(domain("users")))).get("users"))).containsExactly(
				"V1__create.sql", "db/migration/users/V2__nested.sql", "V3__in_a_jar.sql",
				"db/migration/users/V4__nested.sql");
	}

	@Test
	void theNamesOfTheFilesMayHaveAnyCharacters() throws Exception {
		String[] files = { "db/migration/users/V1__with space.sql", "db/migration/users/V2__a+b.sql",
				"db/migration/users/V3__größe.sql", "db/migration/users/V4__#4.sql" };
		ScriptFolders folders = this.classPath.directory(this.directory.resolve("classes"), files)
			.jar(this.directory.resolve("wallets.jar"), true,
					Arrays.stream(files).map((file) -> file.replace("users", "wallets")).toArray(String[]::new))
			.folders();
		Domains domains = Domains.of(List.of(domain("users"), domain("wallets")));
		folders.migrations(domains)
			.values()
			.forEach((scripts) -> assertThat(read(scripts)).containsExactly("V1__with space.sql", "V2__a+b.sql",
					"V3__größe.sql", "V4__#4.sql"));
	}

	@Test
	void aJarWithoutEntriesForItsFoldersIsSearchedForADomainThatIsConfigured() throws Exception {
		ScriptFolders folders = this.classPath
			.jar(this.directory.resolve("bare.jar"), false, "db/migration/users/V1__create.sql",
					"other/db/migration/users/V2__not_ours.sql")
			.folders();
		assertThat(read(folders.migrations(Domains.of(List.of(domain("users")))).get("users")))
			.containsExactly("V1__create.sql");
	}

	@Test
	void aLocationMayBeOnTheClassPathOrInTheFileSystem() throws Exception {
		Path files = Files.createDirectories(this.directory.resolve("sql 100% +ü"));
		Files.writeString(files.resolve("V1__create.sql"), TestClassPath.CONTENT);
		Files.createDirectories(files.resolve("..2026"));
		Files.writeString(files.resolve("..2026/V1__create.sql"), TestClassPath.CONTENT);
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "users/V2__more.sql", "people/V3__more.sql",
					"accounts/V4__more.sql")
			.folders();
		for (String location : List.of("filesystem:" + files, "filesystem:" + files + "/", files.toUri().toString(),
				"filesystem:" + Path.of("").toAbsolutePath().relativize(files))) {
			Domain domain = new Domain("users", "users", "main", Set.of(),
					List.of(location, "classpath:users", "classpath*:/people/", "accounts"));
			assertThat(read(folders.migrations(Domains.of(List.of(domain))).get("users"))).as(location)
				.containsExactly("V1__create.sql", "V2__more.sql", "V3__more.sql", "V4__more.sql");
		}
	}

	@Test
	void aProfileAddsItsOverlay() throws Exception {
		this.classPath.directory(this.directory.resolve("classes"), "db/migration/users/V1__create.sql",
				"db/migration-dev/users/V100__accounts_to_play_with.sql",
				"db/migration-prod/users/V101__partitions.sql");
		Domains domains = Domains.of(List.of(domain("users")));
		assertThat(this.classPath.folders().migrations(domains).get("users").paths())
			.containsExactly("db/migration/users/V1__create.sql");
		assertThat(this.classPath.folders("dev", "local").migrations(domains).get("users").paths()).containsExactly(
				"db/migration/users/V1__create.sql", "db/migration-dev/users/V100__accounts_to_play_with.sql");
	}

	@Test
	void aVersionThatStandsInTheBaseAndInAnOverlayNamesBothFiles() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V1__create.sql",
					"db/migration/users/V2__base.sql", "db/migration-dev/users/V2.0__overlay.sql")
			.folders("dev");
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(domain("users")))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).isEqualTo(
						"Two files of the domain 'users' claim the version 2.0: 'db/migration/users/V2__base.sql' and 'db/migration-dev/users/V2.0__overlay.sql'.");
				assertThat(ex.analysis().getAction()).contains("Give one of them a version that is free.");
			});
	}

	@Test
	void theSameFileTwiceOnTheClassPathNamesBothPlaces() throws Exception {
		Path stale = this.directory.resolve("stale.jar");
		Path classes = this.directory.resolve("classes");
		ScriptFolders folders = this.classPath.directory(classes, "db/migration/users/V1__create.sql")
			.jar(stale, true, "db/migration/users/V1__create.sql")
			.folders();
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(domain("users")))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).contains("'db/migration/users/V1__create.sql'")
					.contains("is on the class path twice")
					.contains(classes.toUri().getPath() + "db/migration/users/V1__create.sql")
					.contains(stale.toUri().getPath() + "!/db/migration/users/V1__create.sql");
				assertThat(ex.analysis().getAction()).startsWith("Remove one of the two jars or folders");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "R__view.sql", "afterMigrate.sql", "V1__x.sql.conf" })
	void whatHasNoVersionCanNotStandTwiceEither(String file) throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V1__x.sql", "db/migration/users/" + file,
					"db/migration-dev/users/" + file)
			.folders("dev");
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(domain("users")))))
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).contains("db/migration/users/" + file)
				.contains("db/migration-dev/users/" + file));
	}

	@Test
	void aFileBesideTheDomainsFoldersIsRefused() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/V1__create.sql",
					"db/migration/wallets/V1__create.sql")
			.folders();
		assertThatExceptionOfType(ScriptException.class).isThrownBy(folders::domains).satisfies((ex) -> {
			assertThat(ex.analysis().getDescription()).isEqualTo(
					"The file 'db/migration/V1__create.sql' lies beside the domains' folders, so no domain owns it.");
			assertThat(ex.analysis().getAction()).contains("'db/migration/wallets/V1__create.sql'");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "db/migration-dev", "db/seed" })
	void anOverlayOrSeedDataOfAnUnknownDomainIsRefused(String folder) throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V1__create.sql",
					folder + "/user/R__a.sql")
			.folders("dev");
		Domains domains = Domains.of(List.of(domain("users")));
		assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> {
			folders.migrations(domains);
			folders.seeds(domains);
		}).satisfies((ex) -> {
			assertThat(ex.analysis().getDescription())
				.isEqualTo("The file '%s/user/R__a.sql' belongs to no domain of this application.".formatted(folder));
			assertThat(ex.analysis().getAction()).isEqualTo(
					"Move it into the folder of a domain below '%s'. The domains are: users. Did you mean 'users'?"
						.formatted(folder));
		});
	}

	@Test
	void whatBelongsToADomainThatIsSwitchedOffIsSwitchedOffToo() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V1__create.sql",
					"db/migration/reports/V1__create.sql", "db/migration-dev/reports/V2__more.sql",
					"db/seed/reports/R__a.sql")
			.folders("dev");
		Domains domains = Domains.of(List.of(domain("users")));
		assertThat(folders.migrations(domains)).containsOnlyKeys("users");
		assertThat(folders.seeds(domains)).isEmpty();
	}

	@Test
	void aDomainWithoutMigrationsIsRefused() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/README.md",
					"db/migration/users/afterMigrate.sql")
			.folders();
		assertThat(folders.domains()).containsExactly("users");
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(domain("users")))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription())
					.isEqualTo("The domain 'users' has no migrations in classpath:db/migration/users.");
				assertThat(ex.analysis().getAction()).contains("'db/migration/users/V1__create_users.sql'")
					.contains("'bailiwick.domains.users.locations'")
					.contains("'bailiwick.domains.users.enabled=false'");
			});
	}

	@Test
	void aLocationThatHoldsNothingIsRefused() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V1__create.sql")
			.folders();
		Domain users = new Domain("users", "users", "main", Set.of(),
				List.of("classpath:db/migration/users", "filesystem:/nowhere/at/all"));
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(users))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription())
					.isEqualTo("The location 'filesystem:/nowhere/at/all' of the domain 'users' holds no file.");
				assertThat(ex.analysis().getAction()).contains("'bailiwick.domains.users.locations'");
			});
	}

	@Test
	void aLocationThatHoldsAnotherDomainsFolderIsRefused() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V1__create.sql",
					"db/migration/wallets/V1__create.sql")
			.folders();
		Domain greedy = new Domain("all", "all", "main", Set.of(), List.of("classpath:db/migration"));
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(greedy, domain("wallets")))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).isEqualTo(
						"The file 'db/migration/wallets/V1__create.sql' lies in a location of the domain 'all' ('db/migration') "
								+ "and in one of the domain 'wallets' ('db/migration/wallets'), and both would run it.");
				assertThat(ex.analysis().getAction()).contains("'bailiwick.domains.all.locations'")
					.contains("'bailiwick.domains.wallets.locations'");
			});
		Domain twice = new Domain("users", "users", "main", Set.of(),
				List.of("classpath:db/migration/users", "classpath:db/migration"));
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(twice))))
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).isEqualTo(
					"The file 'db/migration/users/V1__create.sql' lies in two locations of the domain 'users': 'db/migration/users' and 'db/migration'."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "v1__x.sql", "nested/V1_x.sql", "V1__x.SQL", "1.sql", "x.ddl", "V1__x" })
	void aFileThatWouldBePassedOverIsNamed(String file) throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V2__y.sql", "db/migration/users/" + file)
			.folders();
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(domain("users")))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).isEqualTo(
						"The file 'db/migration/users/%s' would be passed over in silence: its name is not that of a migration."
							.formatted(file));
				assertThat(ex.analysis().getAction()).contains("'V<version>__<description>.sql'");
			});
	}

	@Test
	void aClassInAFolderOfMigrationsIsRefused() throws Exception {
		ScriptFolders folders = this.classPath
			.directory(this.directory.resolve("classes"), "db/migration/users/V2__Fill.class")
			.folders();
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.migrations(Domains.of(List.of(domain("users")))))
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("@OfDomain"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "V1__accounts.sql", "B1__accounts.sql" })
	void seedDataWithAVersionIsRefused(String file) throws Exception {
		ScriptFolders folders = this.classPath.directory(this.directory.resolve("classes"), "db/seed/users/" + file)
			.folders();
		assertThatExceptionOfType(ScriptException.class)
			.isThrownBy(() -> folders.seeds(Domains.of(List.of(domain("users")))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).contains("'db/seed/users/" + file + "'")
					.contains("seed data is repeatable");
				assertThat(ex.analysis().getAction()).contains("'R__accounts.sql'").contains("'db/migration/users'");
			});
	}

	@Test
	void bytesThatAreNotOfTheEncodingNameTheFileAndTheLine() throws Exception {
		Path classes = this.directory.resolve("classes");
		ScriptFolders folders = this.classPath.directory(classes, "db/migration/users/V1__create.sql").folders();
		Files.write(classes.resolve("db/migration/users/V1__create.sql"),
				"SELECT 1;\nSELECT 'Grüße';\n".getBytes(StandardCharsets.ISO_8859_1));
		DomainScripts scripts = folders.migrations(Domains.of(List.of(domain("users")))).get("users");
		assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> content(scripts, StandardCharsets.UTF_8))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).isEqualTo(
						"The file 'db/migration/users/V1__create.sql' is not encoded in UTF-8: line 2 has the byte 0xFC where none of that encoding can be.");
				assertThat(ex.analysis().getAction()).contains("'bailiwick.migration.encoding'");
			});
		assertThat(content(scripts, StandardCharsets.ISO_8859_1)).contains("Grüße");
	}

	private static String content(DomainScripts scripts, Charset encoding) throws IOException {
		return FileCopyUtils.copyToString(
				scripts.resourceProvider(encoding).getResources("V", new String[] { ".sql" }).iterator().next().read());
	}

	/**
	 * Read every file, and return the paths that the history would record.
	 */
	private static List<String> read(DomainScripts scripts) {
		return scripts.resourceProvider(StandardCharsets.UTF_8)
			.getResources("V", new String[] { ".sql" })
			.stream()
			.sorted(Comparator.comparing((resource) -> resource.getFilename()))
			.map((resource) -> {
				try {
					assertThat(FileCopyUtils.copyToString(resource.read())).isEqualTo(TestClassPath.CONTENT);
				}
				catch (IOException ex) {
					throw new AssertionError(resource.getAbsolutePathOnDisk(), ex);
				}
				return resource.getRelativePath();
			})
			.toList();
	}

	private static Domain domain(String name, String... dependsOn) {
		return new Domain(name, name, "main", Set.of(dependsOn), List.of("classpath:db/migration/" + name));
	}

}
