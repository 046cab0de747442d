package io.bailiwick.migration;

import java.nio.file.Path;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Integration tests for {@link RoundTrip}.
 */
class RoundTripIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void waysBackThatLeadBackPassAndTheApplicationsDatabaseIsNotTouched() {
		MigrationFolder folder = folder().file("db/migration/wallets/V1__create.sql",
				"CREATE TABLE w (id int, user_id int REFERENCES users.t1 (id)); GRANT SELECT ON users.t1 TO public;")
			.file("db/migration/wallets/U1__create.sql", "REVOKE SELECT ON users.t1 FROM public; DROP TABLE w;")
			.file("db/migration/wallets/V2__index.sql", "CREATE INDEX CONCURRENTLY i ON w (id);")
			.file("db/migration/wallets/U2__index.sql", "DROP INDEX CONCURRENTLY i;")
			.file("db/migration/wallets/R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS x;");
		try (TestMigrations migrations = migrations(folder)) {
			RoundTrip roundTrip = RoundTrip.of(migrations.build());
			assertThat(roundTrip.problems()).isEmpty();
			assertThatNoException().isThrownBy(roundTrip.requiringWaysBack()::verify);
			assertThat(count("pg_namespace WHERE nspname IN ('users', 'wallets')")).isZero();
			assertThat(count("pg_database WHERE datname LIKE 'scratch%'")).isZero();
		}
	}

	@Test
	void whatAWayBackLeavesBehindOrTakesTooMuchIsToldWithItsDifferences() {
		MigrationFolder folder = folder()
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE w (id int, name text); CREATE SEQUENCE s;")
			.file("db/migration/wallets/U1__create.sql", "DROP TABLE w;")
			.file("db/migration/wallets/V2__drop.sql", "ALTER TABLE w DROP COLUMN name;");
		try (TestMigrations migrations = migrations(folder)) {
			List<RoundTrip.Problem> problems = RoundTrip.of(migrations.build()).problems();
			assertThat(problems).hasSize(2);
			assertThat(problems.get(0).toString())
				.startsWith(
						"wallets@1: the schema is not what it was before, after 'db/migration/wallets/U1__create.sql'")
				.contains("- sequence wallets.s");
			assertThat(problems.get(1).what()).contains("relation \"s\" already exists");
		}
		folder.file("db/migration/wallets/U1__create.sql", "DROP TABLE w; DROP SEQUENCE s; DROP TABLE users.t2;");
		try (TestMigrations migrations = migrations(folder)) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> RoundTrip.of(migrations.build()).verify())
				.withMessageContaining("+ table users.t2");
		}
		folder.file("db/migration/wallets/U1__create.sql", "DROP TABLE w; DROP SEQUENCE s;")
			.file("db/migration/wallets/U2__drop.sql", "ALTER TABLE w ADD COLUMN name varchar;");
		try (TestMigrations migrations = migrations(folder)) {
			assertThat(RoundTrip.of(migrations.build()).problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.differences())
					.containsExactly("- column wallets.w.name: character varying", "+ column wallets.w.name: text"));
		}
	}

	@Test
	void aWayBackThatFailsIsAProblemAndAMissingOneOnlyWhereItIsRequired() {
		MigrationFolder folder = folder().file("db/migration/wallets/V1__create.sql", "CREATE TABLE w (id int);")
			.file("db/migration/wallets/V2__create.sql", "CREATE TABLE w2 (id int);")
			.file("db/migration/wallets/U2__create.sql", "DROP TABLE nowhere;");
		try (TestMigrations migrations = migrations(folder)) {
			RoundTrip roundTrip = RoundTrip.of(migrations.build());
			assertThat(roundTrip.problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.what())
					.contains("db/migration/wallets/U2__create.sql, line 1", "table \"nowhere\" does not exist"));
			assertThat(roundTrip.requiringWaysBack().problems()).hasSize(2)
				.first()
				.satisfies((problem) -> assertThat(problem.what())
					.isEqualTo("there is no file 'db/migration/wallets/U1__create.sql'"));
		}
	}

	@Test
	void aRepeatableMigrationThatDoesNotComeBackIsAProblem() {
		MigrationFolder folder = folder().file("db/migration/wallets/V1__create.sql", "CREATE TABLE w (id int);")
			.file("db/migration/wallets/U1__create.sql", "DROP TABLE w CASCADE;")
			.file("db/migration/wallets/R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT * FROM w;");
		try (TestMigrations migrations = migrations(folder)) {
			assertThat(RoundTrip.of(migrations.build()).problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.toString()).startsWith(
						"wallets: with the repeatable migrations, the schema is another one after all up, all down and all up again")
					.contains("+ view wallets.v"));
			folder.file("db/migration/wallets/U1__create.sql", "DROP TABLE w;");
			assertThat(RoundTrip.of(migrations.build()).problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.what()).contains("cannot drop table w"));
		}
	}

	@Test
	void aGivenDatabaseAndSeveralDatabasesWorkAsWell() {
		Database reports = TestPostgres.newDatabase();
		MigrationFolder folder = folder().file("db/migration/reports/V1__create.sql", "CREATE TABLE r (id int);")
			.file("db/migration/reports/U1__create.sql", "DROP TABLE r;");
		try (TestMigrations migrations = new TestMigrations(this.database, folder).database("reports", reports)
			.domain("users")
			.domainIn("reports", "reports", "users"); HikariDataSource pool = new HikariDataSource()) {
			assertThat(RoundTrip.of(migrations.build()).requiringWaysBack().problems()).isEmpty();
			Database empty = TestPostgres.newDatabase();
			pool.setJdbcUrl(empty.url());
			pool.setUsername(empty.username());
			pool.setPassword(empty.password());
			assertThat(RoundTrip.of(migrations.build()).in(pool).requiringWaysBack().problems()).isEmpty();
			assertThat(empty.jdbc().queryForObject("SELECT count(*) FROM reports.r", Integer.class)).isZero();
		}
	}

	private MigrationFolder folder() {
		return new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE t1 (id int PRIMARY KEY);")
			.file("db/migration/users/U1__create.sql", "DROP TABLE t1;")
			.file("db/migration/users/V2__create.sql", "CREATE TABLE t2 (id int);")
			.file("db/migration/users/U2__create.sql", "DROP TABLE t2;");
	}

	private TestMigrations migrations(MigrationFolder folder) {
		return new TestMigrations(this.database, folder).domain("users").domain("wallets", "users");
	}

	private int count(String from) {
		return this.database.jdbc().queryForObject("SELECT count(*) FROM " + from, Integer.class);
	}

}
