package io.bailiwick.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for what a plain Flyway makes of a history in which something has
 * been undone.
 */
class UndoneHistoryIntegrationTests {

	private static final String COLUMNS = "installed_rank, version, description, type, script, checksum, installed_by, execution_time, success";

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void plainFlywayReadsValidatesAndGoesOnFromIt() {
		MigrationFolder folder = folder(3);
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("users")) {
			DomainMigrations domains = migrations.migrate().build();
			domains.undo(UndoRequest.newest(2));
			assertThat(states(plain(folder))).containsExactly("1 Success", "2 Deleted", "3 Deleted", "2 Pending",
					"3 Pending");
			assertThat(plain(folder).info().current().getVersion()).hasToString("1");
			assertThat(plain(folder).validateWithResult().getAllErrorMessages())
				.contains("Detected resolved migration not applied to database: 2");
			assertThat(plain(folder).migrate().migrationsExecuted).isEqualTo(2);
			assertThat(plain(folder).validateWithResult().validationSuccessful).isTrue();
			assertThat(domains.status("users").currentVersion()).isEqualTo("3");
			assertThat(domains.undo(UndoRequest.backTo("users", "0")).steps()).hasSize(3);
			assertThat(plain(folder).info().current()).isNull();
		}
	}

	@Test
	void repeatedCyclesStayReadableAlsoWithEditedAndMissingFiles() throws Exception {
		MigrationFolder folder = folder(2);
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("users")) {
			for (int round = 0; round < 4; round++) {
				folder.file("db/migration/users/V2__create.sql", "CREATE TABLE users.t2 (id int); -- round " + round);
				migrations.migrate();
				assertThat(plain(folder).validateWithResult().validationSuccessful).isTrue();
				migrations.build().undo(UndoRequest.newest());
			}
			folder.delete("db/migration/users/V2__create.sql");
			folder.delete("db/migration/users/U2__create.sql");
			assertThat(plain(folder).validateWithResult().validationSuccessful).isTrue();
			assertThat(plain(folder).migrate().migrationsExecuted).isZero();
			assertThat(plain(folder).repair().migrationsDeleted).isEmpty();
			assertThat(this.database.jdbc()
				.queryForObject("SELECT count(*) FROM users.flyway_schema_history", Integer.class)).isEqualTo(9);
		}
	}

	@Test
	void theRowIsTheOneThatFlywaysRepairWrites() throws Exception {
		MigrationFolder folder = folder(2);
		try (TestMigrations migrations = new TestMigrations(this.database, folder).domain("users")) {
			migrations.migrate().build().undo(UndoRequest.newest());
			String ours = lastRow();
			this.database.execute("DELETE FROM users.flyway_schema_history WHERE type = 'DELETE'");
			folder.delete("db/migration/users/V2__create.sql");
			Flyway.configure()
				.configuration(plain(folder).getConfiguration())
				.ignoreMigrationPatterns(new String[0])
				.load()
				.repair();
			assertThat(ours).isEqualTo(lastRow());
		}
	}

	private String lastRow() {
		return this.database.jdbc()
			.queryForObject(
					"SELECT (SELECT r FROM (SELECT %s) r)::text FROM users.flyway_schema_history ORDER BY installed_rank DESC LIMIT 1"
						.formatted(COLUMNS),
					String.class);
	}

	private MigrationFolder folder(int versions) {
		MigrationFolder folder = new MigrationFolder(this.classes);
		for (int version = 1; version <= versions; version++) {
			folder
				.file("db/migration/users/V%d__create.sql".formatted(version),
						"CREATE TABLE users.t%d (id int);".formatted(version))
				.file("db/migration/users/U%d__create.sql".formatted(version), "DROP TABLE t%d;".formatted(version));
		}
		return folder;
	}

	private Flyway plain(MigrationFolder folder) {
		return Flyway.configure(folder.classLoader())
			.dataSource(this.database.url(), this.database.username(), this.database.password())
			.schemas("users")
			.locations("filesystem:" + this.classes.resolve("db/migration/users"))
			.load();
	}

	private static List<String> states(Flyway flyway) {
		List<MigrationInfo> all = Arrays.asList(flyway.info().all());
		List<String> states = new ArrayList<>();
		all.forEach((info) -> states.add(info.getVersion() + " " + info.getState().getDisplayName()));
		return states;
	}

}
