package io.bailiwick.migration;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bailiwick.migration.event.DomainMigrationEvent.DomainFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainMigrated;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainStarted;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationStarted;
import io.bailiwick.migration.event.DomainMigrationListener;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for listeners of migrations.
 */
@Timeout(60)
class MigrationListenersIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	private final Recorder recorder = new Recorder();

	@Test
	void hearOfEachDomainAndMigrationAndOfWhatIsCommittedOnly() {
		try (TestMigrations migrations = migrations("CREATE TABLE b (id int);")) {
			migrations.migrate();
			assertThat(this.recorder.heard).containsExactly("started users in main", "before 1 create V1__create.sql",
					"after 1, 1 recorded", "before 2 more V2__more.sql", "after 2, 2 recorded",
					"before null view R__view.sql", "after null, 3 recorded", "migrated users 3");
			this.recorder.heard.clear();
			migrations.migrate();
			assertThat(this.recorder.heard).as("nothing to do").isEmpty();
		}
	}

	@Test
	void hearOfAFailureAndOfWhatIsKept() {
		try (TestMigrations migrations = migrations("SELECT 1 / 0;")) {
			migrations.fail();
		}
		assertThat(this.recorder.heard).containsExactly("started users in main", "before 1 create V1__create.sql",
				"after 1, 1 recorded", "before 2 more V2__more.sql", "failed 2 DomainMigrationException",
				"failed users 1 DomainMigrationException");
	}

	@Test
	void aMigrationThatFailsWhenItIsCommittedHasFailed() {
		try (TestMigrations migrations = migrations("""
				CREATE TABLE b (id int PRIMARY KEY, o int REFERENCES b DEFERRABLE INITIALLY DEFERRED);
				INSERT INTO b VALUES (1, 7);
				""")) {
			migrations.fail();
		}
		assertThat(this.recorder.heard).containsExactly("started users in main", "before 1 create V1__create.sql",
				"after 1, 1 recorded", "before 2 more V2__more.sql", "failed 2 DomainMigrationException",
				"failed users 1 DomainMigrationException");
	}

	@Test
	void aVetoBeforeAMigrationLeavesItUndoneAndWhatWasBeforeIsKept() {
		this.recorder.vetoed = "2";
		try (TestMigrations migrations = migrations("CREATE INDEX CONCURRENTLY i ON a (id);")) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.startsWith("The listener " + Recorder.class.getName()
						+ " did not let the migration 'V2__more.sql' of the domain 'users' begin: ")
				.contains("not on a Friday")
				.endsWith("Applied in this run and kept: users (1 applied).");
			assertThat(this.jdbc.queryForObject("SELECT count(*) FROM users.flyway_schema_history", Long.class))
				.isOne();
			this.recorder.vetoed = "";
			migrations.migrate();
		}
	}

	@Test
	void aVetoBeforeADomainLeavesItUntouched() {
		this.recorder.vetoed = "users";
		try (TestMigrations migrations = migrations("CREATE TABLE b (id int);")) {
			assertThat(migrations.fail().getDescription()).contains("did not let the domain 'users' begin");
		}
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM pg_class WHERE relnamespace = 'users'::regnamespace",
				Long.class))
			.isZero();
	}

	@Test
	void whatAListenerThrowsAfterwardsStopsNothing() {
		DomainMigrationListener careless = new DomainMigrationListener() {

			@Override
			public void afterMigration(MigrationApplied event) {
				throw new IllegalStateException("too late");
			}

			@Override
			public void afterDomain(DomainMigrated event) {
				throw new IllegalStateException("too late");
			}

		};
		try (TestMigrations migrations = migrations("CREATE TABLE b (id int);").listeners(careless, this.recorder)) {
			migrations.migrate();
		}
		assertThat(this.recorder.heard).hasSize(8).endsWith("migrated users 3");
	}

	@Test
	void aSchemaThatIsBuiltInOneTransactionIsHeardOfWhenItIsCommitted() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__more.sql", "CREATE TABLE b (id int);");
		new TestMigrations(this.database, folder).domain("users").listeners(this.recorder).migrate().close();
		assertThat(this.recorder.heard).containsExactly("started users in main", "before 1 create V1__create.sql",
				"before 2 more V2__more.sql", "after 1, 2 recorded", "after 2, 2 recorded", "migrated users 2");
	}

	/**
	 * Flyway runs them one by one because the last one changes the session.
	 */
	private TestMigrations migrations(String second) {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__more.sql", second)
			.file("db/migration/users/R__view.sql", "SET LOCAL work_mem = '1MB'; CREATE VIEW v AS SELECT id FROM a;");
		return new TestMigrations(this.database, folder).domain("users").listeners(this.recorder);
	}

	private final class Recorder implements DomainMigrationListener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private String vetoed = "";

		@Override
		public void beforeDomain(DomainStarted event) {
			this.heard.add("started %s in %s".formatted(event.domain(), event.database()));
			veto(event.domain());
		}

		@Override
		public void afterDomain(DomainMigrated event) {
			assertThat(event.duration()).isPositive();
			this.heard.add("migrated %s %d".formatted(event.domain(), event.applied()));
		}

		@Override
		public void afterDomainFailure(DomainFailed event) {
			this.heard.add("failed %s %d %s".formatted(event.domain(), event.applied(),
					event.failure().getClass().getSimpleName()));
		}

		@Override
		public void beforeMigration(MigrationStarted event) {
			this.heard.add("before %s %s %s".formatted(event.version(), event.description(), event.script()));
			veto(String.valueOf(event.version()));
		}

		@Override
		public void afterMigration(MigrationApplied event) {
			assertThat(event.duration()).isPositive();
			this.heard
				.add("after %s, %d recorded".formatted(event.version(), MigrationListenersIntegrationTests.this.jdbc
					.queryForObject("SELECT count(*) FROM users.flyway_schema_history", Long.class)));
		}

		@Override
		public void afterMigrationFailure(MigrationFailed event) {
			this.heard.add("failed %s %s".formatted(event.version(), event.failure().getClass().getSimpleName()));
		}

		private void veto(String what) {
			if (what.equals(this.vetoed)) {
				throw new IllegalStateException("not on a Friday");
			}
		}

	}

}
