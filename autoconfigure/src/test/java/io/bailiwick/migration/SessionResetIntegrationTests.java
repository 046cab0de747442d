package io.bailiwick.migration;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.timeout.MigrationDataSource;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for what a migration leaves in its session: neither the next one nor
 * the application finds it.
 */
@Timeout(60)
class SessionResetIntegrationTests {

	private static final String SEEN = "SELECT %s AS seen";

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"SET lock_timeout = '7min'                        | current_setting('lock_timeout')",
			"SET session_replication_role = replica           | current_setting('session_replication_role')",
			"SET search_path = pg_catalog                     | current_setting('search_path')",
			"SET ROLE pg_monitor                              | current_user::text",
			"SET my.mark = 'x'                                | coalesce(current_setting('my.mark', true), '')",
			"SELECT set_config('work_mem', '123kB', false)    | current_setting('work_mem')",
			"CREATE TEMP TABLE mine (id int)                  | (SELECT count(*)::text FROM pg_class WHERE relname = 'mine')",
			"SELECT pg_advisory_lock(42), pg_advisory_lock(42) | (SELECT count(*)::text FROM pg_locks WHERE objid = 42)",
			"SELECT pg_advisory_lock_shared(4, 2)             | (SELECT count(*)::text FROM pg_locks WHERE classid = 4)",
			"LISTEN news                                      | (SELECT count(*)::text FROM pg_listening_channels())",
			"PREPARE plan AS SELECT 1                         | (SELECT count(*)::text FROM pg_prepared_statements WHERE from_sql)",
			"DECLARE c CURSOR WITH HOLD FOR SELECT 1          | (SELECT count(*)::text FROM pg_cursors WHERE is_holdable)" })
	void isNotSeenByTheNextMigrationNorInThePool(String change, String seen) {
		for (String configuration : List.of("executeInTransaction=true", "executeInTransaction=false")) {
			Database database = TestPostgres.newDatabase();
			MigrationFolder folder = new MigrationFolder(this.classes)
				.file("db/migration/users/V1__before.sql", "CREATE TABLE seen_1 AS " + SEEN.formatted(seen) + ";")
				.file("db/migration/users/V2__change.sql",
						change + "; CREATE TABLE public.changed AS " + SEEN.formatted(seen) + ";")
				.file("db/migration/users/V2__change.sql.conf", configuration)
				.file("db/migration/users/V3__after.sql", "CREATE TABLE seen_3 AS " + SEEN.formatted(seen) + ";");
			database.execute("GRANT CREATE ON SCHEMA public TO PUBLIC");
			try (HikariDataSource pool = pool(database)) {
				String before = query(pool, SEEN.formatted(seen));
				migrate(folder, pool);
				String first = database.jdbc().queryForObject("SELECT seen FROM users.seen_1", String.class);
				// A transaction listens from its end on, and until the end of the next
				// one.
				if (!change.startsWith("LISTEN")) {
					assertThat(database.jdbc().queryForObject("SELECT seen FROM public.changed", String.class))
						.as("what the migration itself sees")
						.isNotEqualTo(first);
					assertThat(database.jdbc().queryForObject("SELECT seen FROM users.seen_3", String.class))
						.isEqualTo(first);
				}
				for (String found : everyConnection(pool, SEEN.formatted(seen))) {
					assertThat(found).isEqualTo(before);
				}
			}
		}
	}

	@Test
	void whatThePoolSetOnItsConnectionsAndWhatTheStartupPacketSaidStays() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__a.sql",
					"SET statement_timeout = '1h'; SET my.tenant = 'x'; CREATE TABLE a ();")
			.file("db/migration/users/V2__b.sql",
					"CREATE TABLE b AS SELECT current_setting('my.tenant') || current_setting('work_mem') AS seen;");
		try (HikariDataSource pool = pool(this.database)) {
			pool.setConnectionInitSql("SET my.tenant = 'ours'; SET work_mem = '777kB'");
			pool.addDataSourceProperty("options", "-c statement_timeout=54321 -c my.start=packet");
			migrate(folder, pool);
			assertThat(this.jdbc.queryForObject("SELECT seen FROM users.b", String.class)).isEqualTo("ours777kB");
			assertThat(everyConnection(pool,
					"SELECT concat_ws(' ', current_setting('my.tenant'), current_setting('work_mem'), "
							+ "current_setting('statement_timeout'), current_setting('my.start'), "
							+ "current_setting('application_name'))"))
				.containsOnly("ours 777kB 54321ms packet PostgreSQL JDBC Driver");
		}
	}

	@Test
	void theServerLooksForItsClientWhileMigrationsRunAndOnlyThen() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__a.sql",
				"CREATE TABLE a AS SELECT current_setting('client_connection_check_interval') AS seen;");
		try (HikariDataSource pool = pool(this.database)) {
			migrate(folder, pool);
			assertThat(this.jdbc.queryForObject("SELECT seen FROM users.a", String.class)).isEqualTo("1s");
			assertThat(everyConnection(pool, "SHOW client_connection_check_interval")).containsOnly("0");
		}
	}

	private void migrate(MigrationFolder folder, HikariDataSource pool) {
		TestMigrations migrations = new TestMigrations(this.database, folder).domain("users");
		migrations.close();
		Domain domain = Domain.of("users");
		DomainScripts scripts = migrations.scripts("users");
		JdbcTemplate jdbc = new JdbcTemplate(pool);
		jdbc.execute("CREATE SCHEMA users");
		new DomainFlyway(domain, MigrationDataSource.forScripts(pool, Timeouts.MIGRATION, null),
				MigrationSettings.defaults(), folder.classLoader())
			.migrating(scripts)
			.migrate();
	}

	private static HikariDataSource pool(Database database) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(database.url());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		return pool;
	}

	private static List<String> everyConnection(HikariDataSource pool, String query) {
		List<String> seen = new ArrayList<>();
		try (Connection first = pool.getConnection(); Connection second = pool.getConnection()) {
			for (Connection connection : List.of(first, second)) {
				seen.add(new JdbcTemplate(new SingleConnectionDataSource(connection, true)).queryForObject(query,
						String.class));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return seen;
	}

	private static String query(HikariDataSource pool, String query) {
		return new JdbcTemplate(pool).queryForObject(query, String.class);
	}

}
