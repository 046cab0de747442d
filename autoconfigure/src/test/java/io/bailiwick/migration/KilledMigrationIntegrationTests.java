package io.bailiwick.migration;

import java.nio.file.Path;
import java.time.Duration;

import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for the server's side of a process that is killed, with
 * {@code kill -9}, in the middle of a migration.
 */
@Timeout(120)
class KilledMigrationIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	@Test
	void itsServerProcessAndItsLocksAreGoneAtOnceAndTheNextBegins() {
		MigrationFolder folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql",
				"CREATE TABLE a (id int); SELECT pg_sleep(60);");
		MigratingProcess process = MigratingProcess.start(this.database, this.classes, "users");
		process.awaitQuery("SELECT pg_sleep%", "PgSleep");
		assertThat(locks()).isPositive();
		process.kill();
		long killed = System.nanoTime();
		folder.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);");
		new TestMigrations(this.database, folder).domain("users").migrate().close();
		Duration waited = Duration.ofNanos(System.nanoTime() - killed);
		assertThat(locks()).isZero();
		assertThat(this.jdbc.queryForObject("""
				SELECT count(*) FROM pg_stat_activity
				WHERE datname = current_database() AND application_name = 'to-be-killed'""", Long.class)).isZero();
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM users.flyway_schema_history", Long.class)).isOne();
		// The server looks once a second, and Flyway asks for its lock once a second.
		assertThat(waited).isLessThan(Duration.ofSeconds(20));
		System.out.println("The next one was done %d ms after the kill".formatted(waited.toMillis()));
	}

	private long locks() {
		Long locks = this.jdbc
			.queryForObject("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
					+ "(SELECT oid FROM pg_database WHERE datname = current_database())", Long.class);
		return (locks != null) ? locks : -1;
	}

}
