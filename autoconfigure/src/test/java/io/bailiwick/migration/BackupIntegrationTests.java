package io.bailiwick.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.bailiwick.migration.backup.Backup;
import io.bailiwick.migration.backup.BackupException;
import io.bailiwick.migration.backup.BackupRequest;
import io.bailiwick.migration.backup.BackupSettings;
import io.bailiwick.migration.backup.Restoration;
import io.bailiwick.migration.backup.RestoreRequest;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for saving data and bringing it back, with the programs of this
 * machine where it has them, and with ones that only say what they were told.
 */
@Timeout(120)
class BackupIntegrationTests {

	@TempDir
	Path classes;

	@TempDir
	Path directory;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

	private TestMigrations application;

	private DomainMigrations migrations;

	@BeforeEach
	void migrate() {
		this.application = application();
		this.migrations = this.application.build();
		this.migrations.migrate();
		this.database.execute("""
				INSERT INTO users.users (name) VALUES ('Ada'), ('Bob');
				INSERT INTO wallets.wallets (user_id) VALUES (1), (2), (2);
				GRANT SELECT ON users.users TO PUBLIC""");
	}

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void whatWasSavedIsBroughtBack() throws IOException {
		requirePrograms();
		List<Backup> backups = this.migrations.backup(BackupRequest.of(), settings(), this.progress::add);
		assertThat(backups).hasSize(1);
		Backup backup = backups.get(0);
		assertThat(backup.domains()).containsExactly("users", "wallets");
		assertThat(backup.file().getFileName().toString()).matches("main-\\d{8}T\\d{6}Z\\.dump");
		assertThat(backup.bytes()).isPositive().isEqualTo(Files.size(backup.file()));
		assertThat(backup.program()).matches("pg_dump \\d+.*");
		assertThat(backup.restoreCommand())
			.isEqualTo("java -jar <application>.jar db restore %s users wallets".formatted(backup.file()));
		assertThat(Files.getPosixFilePermissions(backup.file()))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		assertThat(files()).containsExactly(backup.file().getFileName().toString());
		assertThat(this.progress).anyMatch((line) -> line.contains("dumping contents of table \"users.users\""));
		this.database
			.execute("DELETE FROM wallets.wallets; DROP TABLE wallets.wallets; CREATE TABLE users.more (id int)");
		RestoreRequest request = RestoreRequest.of(backup.file());
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> restore(request))
			.withMessageContaining("The schemas of users wallets in the database 'main'")
			.withMessageContaining("are not empty")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("'--clean'"));
		assertThat(tables()).contains("users.more").doesNotContain("wallets.wallets");
		Restoration restoration = restore(request.cleaning());
		assertThat(restoration.domains()).containsExactly("users", "wallets");
		assertThat(restoration.left()).isEmpty();
		assertThat(tables()).containsExactly("users.flyway_schema_history", "users.users",
				"wallets.flyway_schema_history", "wallets.wallets");
		assertThat(count("wallets.wallets")).isEqualTo(3);
		assertThat(this.jdbc.queryForObject("SELECT has_table_privilege('public', 'users.users', 'SELECT')",
				Boolean.class))
			.isTrue();
		assertThat(schemas()).containsExactlyInAnyOrder("users", "wallets");
		assertThat(this.migrations.status("wallets").pending()).isZero();
		this.database.execute("INSERT INTO users.users (name) VALUES ('Cy')");
		assertThat(count("users.users")).isEqualTo(3);
	}

	@Test
	void aDomainThatIsGoneIsBroughtBackAlone() {
		requirePrograms();
		Path file = this.directory.resolve("all.dump");
		this.migrations.backup(BackupRequest.of().toFile(file), settings(), this.progress::add);
		this.database.execute("DROP SCHEMA wallets CASCADE; INSERT INTO users.users (name) VALUES ('Cy')");
		assertThat(restore(RestoreRequest.of(file, "wallets")).domains()).containsExactly("wallets");
		assertThat(count("wallets.wallets")).isEqualTo(3);
		assertThat(count("users.users")).isEqualTo(3);
	}

	@Test
	void aReferenceToWhatIsGoneMeanwhileFailsTheWhole() {
		requirePrograms();
		Path file = this.directory.resolve("all.dump");
		this.migrations.backup(BackupRequest.of().toFile(file), settings(), this.progress::add);
		this.database.execute("DROP SCHEMA wallets CASCADE; DELETE FROM users.users");
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> restore(RestoreRequest.of(file, "wallets")))
			.withMessageContaining("violates foreign key constraint \"wallets_user_id_fkey\"");
		assertThat(schemas()).containsExactly("users");
	}

	@Test
	void anArchiveOfOneDomainSaysSo() {
		requirePrograms();
		List<Backup> backups = this.migrations.backup(BackupRequest.of("wallets"), settings(), this.progress::add);
		assertThat(backups.get(0).file().getFileName().toString()).startsWith("main-wallets-");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> restore(RestoreRequest.of(backups.get(0).file(), "users")))
			.withMessageContaining("has nothing of users: its schemas are wallets");
		this.database.execute("DROP SCHEMA wallets CASCADE; CREATE SCHEMA wallets");
		assertThat(restore(RestoreRequest.of(backups.get(0).file())).domains()).containsExactly("wallets");
		assertThat(count("wallets.wallets")).isEqualTo(3);
	}

	@Test
	void whatAnotherDomainNeedsIsNotReplacedWithoutIt() {
		requirePrograms();
		Path file = this.directory.resolve("users.dump");
		this.migrations.backup(BackupRequest.of("users").toFile(file), settings(), this.progress::add);
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> restore(RestoreRequest.of(file, "users").cleaning()))
			.withMessageContaining("is needed elsewhere")
			.withMessageContaining("wallets_user_id_fkey");
		assertThat(schemas()).containsExactlyInAnyOrder("users", "wallets");
		assertThat(count("users.users")).isEqualTo(2);
	}

	@Test
	void aRestoreThatFailsLeavesWhatIsThere() throws IOException {
		requirePrograms();
		Path file = this.directory.resolve("all.dump");
		this.migrations.backup(BackupRequest.of().toFile(file), settings(), this.progress::add);
		byte[] content = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(content, content.length - 30));
		this.database.execute("INSERT INTO users.users (name) VALUES ('Cy')");
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> restore(RestoreRequest.of(file).cleaning()))
			.withMessageContaining("could not bring back users wallets")
			.withMessageContaining("error:")
			.withMessageContaining("All of it was rolled back: what was there is there.");
		assertThat(schemas()).containsExactlyInAnyOrder("users", "wallets");
		assertThat(count("users.users")).isEqualTo(3);
		assertThat(count("wallets.wallets")).isEqualTo(3);
	}

	@Test
	void nothingIsBroughtBackInProductionWithoutForce() {
		requirePrograms();
		Path file = this.directory.resolve("all.dump");
		this.migrations.backup(BackupRequest.of().toFile(file), settings(), this.progress::add);
		try (TestMigrations live = application().production()) {
			DomainMigrations production = live.build();
			assertThatExceptionOfType(BackupException.class)
				.isThrownBy(
						() -> production.restore(RestoreRequest.of(file).cleaning(), settings(), this.progress::add))
				.withMessageContaining("A production profile is active");
			production.restore(RestoreRequest.of(file).cleaning().force(), settings(), this.progress::add);
		}
	}

	@Test
	void aFileThatIsNoArchiveIsRefused() throws IOException {
		requirePrograms();
		Path file = Files.writeString(this.directory.resolve("some.txt"), "not an archive");
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> restore(RestoreRequest.of(file)))
			.withMessageContaining("can not be read as an archive of pg_dump");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> restore(RestoreRequest.of(this.directory.resolve("none"))))
			.withMessageContaining("There is no archive");
	}

	@Test
	void thePasswordIsNeverPartOfTheCommandAndNothingIncompleteIsLeft() throws IOException {
		Path program = program("pg_dump", "99.1", """
				echo "$@" > arguments
				env | grep ^PG | sort > environment
				echo 'pg_dump: error: permission denied for table users' >&2
				exit 1
				""");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> this.migrations.backup(BackupRequest.of(), settings(program), this.progress::add))
			.withMessageContaining("pg_dump 99.1 could not save users wallets of the database 'main'")
			.withMessageContaining("    pg_dump: error: permission denied for table users")
			.withMessageNotContaining(this.database.password());
		assertThat(told("arguments")).contains("--schema=users", "--schema=wallets", "--no-password")
			.doesNotContain(this.database.password());
		assertThat(told("environment")).contains("PGPASSWORD=" + this.database.password(),
				"PGDATABASE=" + this.database.name(), "PGUSER=" + this.database.username(), "PGSSLMODE=prefer",
				"PGHOST=127.0.0.1");
		assertThat(this.directory.resolve("archives")).isEmptyDirectory();
	}

	@Test
	void aProgramThatIsOlderThanTheServerIsNotEvenStarted() throws IOException {
		Path program = program("pg_dump", "9.6.24", "exit 0");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> this.migrations.backup(BackupRequest.of(), settings(program), this.progress::add))
			.withMessageContaining("The server is PostgreSQL %d, and no pg_dump here is as new: 9.6.24 ("
				.formatted(TestPostgres.majorVersion()))
			.satisfies((ex) -> assertThat(ex.analysis().getAction())
				.contains("postgresql-client-" + TestPostgres.majorVersion(), "'bailiwick.backup.bin-directory'"));
	}

	@Test
	void aProgramThatIsMissingIsNamed() {
		BackupSettings settings = settings(this.classes);
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> this.migrations.backup(BackupRequest.of(), settings, this.progress::add))
			.withMessageContaining(
					"There is no pg_dump in '%s' ('bailiwick.backup.bin-directory')".formatted(this.classes));
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> this.migrations.restore(RestoreRequest.of(this.directory), settings, this.progress::add))
			.withMessageContaining("There is no pg_restore in");
	}

	@Test
	void whatCanNotBeMeantIsRefusedBeforeAnythingIsStarted() throws IOException {
		Path file = Files.writeString(this.directory.resolve("there.dump"), "something");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> this.migrations.backup(BackupRequest.of().toFile(file), settings(), this.progress::add))
			.withMessageContaining("is there already");
		assertThatExceptionOfType(UnknownDomainException.class)
			.isThrownBy(() -> this.migrations.backup(BackupRequest.of("wallet"), settings(), this.progress::add))
			.withMessageContaining("Did you mean 'wallets'?");
		this.database.execute("DROP SCHEMA wallets CASCADE");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> this.migrations.backup(BackupRequest.of("wallets"), settings(), this.progress::add))
			.withMessageContaining("There is nothing to save");
		assertThat(file).hasContent("something");
	}

	@Test
	void oneFileHoldsOneDatabase() {
		try (TestMigrations two = new TestMigrations(this.database, folder()).domain("users")
			.database("reports", TestPostgres.newDatabase())
			.domainIn("reports", "wallets")) {
			DomainMigrations migrations = two.build();
			assertThatExceptionOfType(BackupException.class)
				.isThrownBy(() -> migrations.backup(BackupRequest.of().toFile(this.directory.resolve("x")), settings(),
						this.progress::add))
				.withMessageContaining("The domains live in several databases (main, reports)");
		}
	}

	private static void requirePrograms() {
		Integer version = PostgresClients.dumpVersion();
		Assumptions.assumeTrue(version != null, "There is no pg_dump on this machine");
		Assumptions.assumeTrue(version >= TestPostgres.majorVersion(),
				() -> "pg_dump %d refuses a server %d".formatted(version, TestPostgres.majorVersion()));
	}

	private Restoration restore(RestoreRequest request) {
		return this.migrations.restore(request, settings(), this.progress::add);
	}

	private BackupSettings settings() {
		return settings(null);
	}

	private BackupSettings settings(Path programs) {
		return new BackupSettings(programs, this.directory.resolve("archives"));
	}

	/**
	 * A program that answers as PostgreSQL's do when it is asked for its version.
	 */
	private Path program(String name, String version, String script) throws IOException {
		Path bin = Files.createDirectories(this.directory.resolve("bin"));
		Path file = bin.resolve(name);
		Files.writeString(file, """
				#!/bin/sh
				if [ "$1" = --version ]; then echo "%s (PostgreSQL) %s (Debian)"; exit 0; fi
				cd '%s'
				%s""".formatted(name, version, this.directory, script));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
		return bin;
	}

	private String told(String file) throws IOException {
		return Files.readString(this.directory.resolve(file));
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("archives"))) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private TestMigrations application() {
		return new TestMigrations(this.database, folder()).domain("users").domain("wallets", "users");
	}

	private MigrationFolder folder() {
		return new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql",
					"CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);")
			.file("db/migration/wallets/V1__create.sql",
					"CREATE TABLE wallets (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint REFERENCES users.users);");
	}

	private List<String> tables() {
		return this.jdbc.queryForList("""
				SELECT schemaname || '.' || tablename FROM pg_tables
				WHERE schemaname IN ('users', 'wallets') ORDER BY 1""", String.class);
	}

	private List<String> schemas() {
		return this.jdbc.queryForList("SELECT nspname FROM pg_namespace WHERE nspname ~ '^(users|wallets)'",
				String.class);
	}

	private Integer count(String table) {
		return this.jdbc.queryForObject("SELECT count(*) FROM " + table, Integer.class);
	}

}
