package io.bailiwick.migration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for schemas that are built at once: they must be what Flyway makes.
 */
class FreshSchemaIntegrationTests {

	private static final String HISTORY = """
			SELECT installed_rank, version, description, type, script, checksum, installed_by, success
			FROM users.flyway_schema_history ORDER BY installed_rank""";

	/**
	 * All rows of a migration that is built at once come from one transaction.
	 */
	private static final String TRANSACTIONS = "SELECT count(DISTINCT xmin::text) FROM users.flyway_schema_history";

	private static final String CATALOG = """
			SELECT c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
				pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum) IS NOT NULL AND a.attname <> 'checksum',
				pg_get_indexdef(i.indexrelid), k.conname, pg_get_constraintdef(k.oid), obj_description(c.oid)
			FROM pg_class c
			LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
			LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
			LEFT JOIN pg_index i ON i.indexrelid = c.oid
			LEFT JOIN pg_constraint k ON k.conrelid = c.oid
			WHERE c.relnamespace = 'users'::regnamespace ORDER BY 1, 3, 9""";

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void itIsWhatFlywayMakesOfIt() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V001__create.sql", """
				-- a comment; with a semicolon
				CREATE TABLE a (id bigint PRIMARY KEY, note text DEFAULT 'x;y' /* ; */);
				CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := ';'; RETURN NEW; END $$;
				CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
				CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
				SELECT 1 AS shown; -- at the end""")
			.file("db/migration/users/V1.1__more.sql",
					"INSERT INTO a VALUES (1, E'\\\\'); COMMENT ON TABLE a IS '${word}'")
			.file("db/migration/users/V10__empty.sql", "-- nothing")
			.file("db/migration/users/V2__" + "long_".repeat(30) + ".sql", "ALTER TABLE users.a ADD COLUMN x int;\r\n")
			.file("db/migration/users/R__b_view.sql", "CREATE OR REPLACE VIEW v AS SELECT * FROM w;")
			.file("db/migration/users/R__a_view.sql",
					"CREATE OR REPLACE VIEW w AS SELECT id, '${word}' AS word FROM a;");
		MigrationSettings settings = new MigrationSettings(MigrationSettings.defaults().encoding(),
				"flyway_schema_history", false, true, Map.of("word", "its own"),
				MigrationSettings.DEFAULT_LOCK_TIMEOUT);
		Database plain = TestPostgres.newDatabase();
		plain.execute("CREATE SCHEMA users");
		Flyway flyway = Flyway.configure(folder.classLoader())
			.dataSource(plain.url(), plain.username(), plain.password())
			.schemas("users")
			.placeholders(Map.of("word", "its own"))
			.locations("classpath:db/migration/users")
			.load();
		flyway.migrate();
		migrations(folder).settings(settings).migrate().close();
		assertThat(rows(this.database, TRANSACTIONS)).as("built at once").containsExactly(Map.of("count", 1L));
		assertThat(rows(plain, TRANSACTIONS)).isNotEqualTo(rows(this.database, TRANSACTIONS));
		assertThat(rows(this.database, HISTORY)).isEqualTo(rows(plain, HISTORY));
		assertThat(rows(this.database, CATALOG)).isEqualTo(rows(plain, CATALOG));
		assertThat(rows(this.database, "SELECT * FROM users.v")).isEqualTo(rows(plain, "SELECT * FROM users.v"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET lock_timeout = '1h'", "SELECT set_config('lock_timeout', '1h', false)",
			"CREATE TEMPORARY TABLE t (id int)", "CREATE INDEX CONCURRENTLY i ON a (id)", "VACUUM a",
			"COPY a FROM STDIN;\n1\n\\.\nSELECT 1", "COMMENT ON TABLE a IS '${flyway:timestamp}'",
			"PREPARE p AS SELECT 1", "BEGIN; SELECT 1; COMMIT" })
	void whatNeedsFlywayBetweenMigrationsIsLeftToIt(String sql) {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__special.sql", sql + ";\n")
			.file("db/migration/users/V3__more.sql", "CREATE TABLE b (id int);");
		migrations(folder).migrate().close();
		assertThat(rows(this.database, HISTORY)).hasSize(3);
		assertThat(rows(this.database, TRANSACTIONS)).isNotEqualTo(List.of(Map.of("count", 1L)));
	}

	@Test
	void whatOneTransactionCanNotHoldIsLeftToFlywayAfterAll() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (m mood);")
			.file("db/migration/users/V2__value.sql", "ALTER TYPE mood ADD VALUE 'happy';")
			.file("db/migration/users/V3__use.sql", "INSERT INTO a VALUES ('happy');");
		migrations(folder).migrate().close();
		assertThat(rows(this.database, "SELECT m::text FROM users.a")).containsExactly(Map.of("m", "happy"));
		assertThat(rows(this.database, HISTORY)).hasSize(3);
	}

	@Test
	void aFailureIsToldByFlywayAndKeepsWhatCameBefore() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/V2__wrong.sql", "SELECT 1;\nSELECT x;");
		try (TestMigrations migrations = migrations(folder)) {
			assertThat(migrations.fail().getDescription()).contains("V2__wrong.sql, line 2")
				.contains("Applied in this run and kept: users (1 applied)");
		}
		assertThat(rows(this.database, HISTORY)).hasSize(1);
	}

	private TestMigrations migrations(MigrationFolder folder) {
		return new TestMigrations(this.database, folder).domain("users");
	}

	private static List<Map<String, Object>> rows(Database database, String sql) {
		return database.jdbc().queryForList(sql);
	}

}
