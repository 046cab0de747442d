package io.bailiwick.migration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for databases that do not let the application in, or not far enough.
 */
@Timeout(60)
class DatabaseAccessIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final String name = this.database.url().replaceFirst(".*/", "");

	private final String role = "app_" + this.name;

	@BeforeEach
	void aRoleThatMayOnlyConnect() {
		this.database.execute("CREATE ROLE %s LOGIN PASSWORD 'right'".formatted(this.role));
	}

	@Test
	void aRoleThatMayNotCreateASchemaIsToldWhatItsAdministratorMustRun() {
		try (TestMigrations migrations = migrations()) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith(
					"The role '%s' may not create the schema 'users' of the domain 'users' in the database 'main' (%s"
						.formatted(this.role, this.database.url()))
				.contains("ERROR: permission denied for database " + this.name + " [SQLSTATE 42501]")
				.endsWith("Nothing was migrated.");
			String sql = "CREATE SCHEMA \"users\" AUTHORIZATION \"%s\";".formatted(this.role);
			assertThat(failure.getAction()).contains(sql)
				.contains("GRANT CREATE ON DATABASE \"%s\" TO \"%s\";".formatted(this.name, this.role));
			this.database.execute(sql);
			migrations.migrate();
		}
	}

	@Test
	void aRoleThatMayNotCreateInTheSchemaIsToldSo() {
		this.database.execute("CREATE SCHEMA users; GRANT USAGE ON SCHEMA users TO " + this.role);
		try (TestMigrations migrations = migrations()) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.startsWith("The schema 'users' of the domain 'users' in the database 'main' (%s"
					.formatted(this.database.url()))
				.contains("is there, but the role '%s' may not create tables in it.".formatted(this.role))
				.endsWith("Nothing was migrated.");
			String sql = "GRANT USAGE, CREATE ON SCHEMA \"users\" TO \"%s\";".formatted(this.role);
			assertThat(failure.getAction()).contains("ALTER SCHEMA \"users\" OWNER TO \"%s\";".formatted(this.role))
				.contains(sql);
			this.database.execute(sql);
			migrations.migrate();
		}
	}

	@Test
	void aRoleThatMayNotEvenLookIntoTheSchemaIsToldSo() {
		this.database.execute("CREATE SCHEMA users");
		try (TestMigrations migrations = migrations()) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains("may not create tables in it");
			assertThat(failure.getAction()).contains("GRANT USAGE, CREATE ON SCHEMA");
		}
	}

	@Test
	void aRoleThatMayOnlyUseTheTablesStartsWhatAnotherHasMigrated() {
		try (TestMigrations owner = migrations(); TestMigrations user = migrations()) {
			owner.pool().setUsername(this.database.username());
			owner.pool().setPassword(this.database.password());
			owner.migrate();
			this.database.execute("GRANT USAGE ON SCHEMA users TO " + this.role);
			FailureAnalysis failure = user.fail();
			assertThat(failure.getDescription()).startsWith(
					"The role '%s' may not use the history \"users\".\"flyway_schema_history\" of the domain 'users'"
						.formatted(this.role))
				.contains("ERROR: permission denied for table flyway_schema_history [SQLSTATE 42501]");
			assertThat(failure.getAction())
				.contains("GRANT SELECT, INSERT, UPDATE, DELETE ON \"users\".\"flyway_schema_history\" TO \"%s\";"
					.formatted(this.role));
			this.database.execute("GRANT SELECT ON users.flyway_schema_history TO " + this.role);
			user.migrate();
		}
	}

	@Test
	void aWrongPasswordIsToldWithoutThePassword() {
		try (TestMigrations migrations = migrations()) {
			migrations.pool().setPassword("wrong-hunter2");
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.startsWith("The server refused the role '%s' at the database 'main'".formatted(this.role))
				.contains("[SQLSTATE 28P01]")
				.contains("Nothing was changed.")
				.doesNotContain("hunter2");
			assertThat(failure.getAction()).contains("'spring.datasource.url' in application.yml");
		}
	}

	@Test
	void aPasswordThatIsMissingIsNoServerThatIsMissing() {
		try (TestMigrations migrations = migrations()) {
			migrations.pool().setPassword(null);
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.startsWith("The server refused the role '%s' at the database 'main'".formatted(this.role))
				.contains("no password was provided");
			assertThat(failure.getAction()).startsWith("Check the user name and the password");
		}
	}

	@Test
	void aLoginBeforeTheHostIsToldWithoutThePassword() {
		try (TestMigrations migrations = migrations()) {
			migrations.pool().setJdbcUrl("jdbc:postgresql://me:hunter2@localhost:5432/app");
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith("The URL of the database 'main'")
				.contains("has a login before its host")
				.contains("***@localhost")
				.doesNotContain("hunter2");
			assertThat(failure.getAction()).startsWith("Take it out of");
		}
	}

	@Test
	void aMissingDatabaseIsNamed() {
		try (TestMigrations migrations = migrations()) {
			migrations.pool().setJdbcUrl(this.database.url().replace(this.name, "nowhere"));
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).contains("database \"nowhere\" does not exist [SQLSTATE 3D000]");
			assertThat(failure.getAction()).startsWith("Create it (CREATE DATABASE \"nowhere\"");
		}
	}

	@Test
	void aRoleThatMayNotConnectIsToldWhatToGrant() {
		this.database.execute("REVOKE CONNECT ON DATABASE %s FROM public".formatted(this.name));
		try (TestMigrations migrations = migrations()) {
			assertThat(migrations.fail().getAction())
				.contains("GRANT CONNECT ON DATABASE \"%s\" TO \"%s\";".formatted(this.name, this.role));
		}
	}

	@Test
	void aServerThatIsNotThereIsToldWithItsAddress() throws IOException {
		try (TestMigrations migrations = migrations()) {
			migrations.pool().setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/app?password=hunter2".formatted(closedPort()));
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription())
				.startsWith("No PostgreSQL server could be reached for the database 'main'")
				.contains("[SQLSTATE 08001]")
				.doesNotContain("hunter2");
			assertThat(failure.getAction()).startsWith("Start the server, or correct the host and the port in");
		}
	}

	@Test
	void aUrlThatNoDriverTakesDoesNotGiveAwayThePassword() {
		for (String url : new String[] { "jdbc:postgresql://localhost:port/app?user=me&password=hunter2",
				"jdbc:postgres://localhost/app?password=hunter2",
				"jdbc:postgresql://me:a/b@hunter2@localhost:port/app" }) {
			for (String driver : new String[] { null, "org.postgresql.Driver" }) {
				try (TestMigrations migrations = migrations()) {
					if (driver != null) {
						migrations.pool().setDriverClassName(driver);
					}
					migrations.pool().setJdbcUrl(url);
					FailureAnalysis failure = migrations.fail();
					assertThat(failure.getDescription()).as(url)
						.startsWith("No driver understands the URL of the database 'main'")
						.doesNotContain("hunter2");
					assertThat(failure.getAction()).as(url).contains("jdbc:postgresql://host:5432/database");
				}
			}
		}
	}

	@Test
	void aRoleWithTooFewConnectionsIsToldFromTheFirstAndFromLaterOnes() throws Exception {
		this.database.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(this.name, this.role));
		for (int limit : new int[] { 0, 1 }) {
			this.database.execute("ALTER ROLE %s CONNECTION LIMIT %d".formatted(this.role, limit));
			try (TestMigrations migrations = migrations()) {
				migrations.pool().setConnectionTimeout(1000);
				FailureAnalysis failure = migrations.fail();
				assertThat(failure.getDescription())
					.contains("too many connections for role \"%s\"".formatted(this.role))
					.contains("[SQLSTATE 53300]");
				assertThat(failure.getAction()).contains("'spring.datasource.hikari.maximum-pool-size'")
					.contains("ALTER ROLE");
			}
		}
	}

	@Test
	void aDatabaseThatCanOnlyBeReadIsToldSo() {
		this.database.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(this.name, this.role));
		this.database.execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(this.name));
		try (TestMigrations migrations = migrations()) {
			FailureAnalysis failure = migrations.fail();
			assertThat(failure.getDescription()).startsWith("The database 'main'")
				.contains("can only be read")
				.contains("[SQLSTATE 25006]")
				.endsWith("Nothing was migrated.");
			assertThat(failure.getAction()).contains("the primary server");
		}
	}

	@Test
	void whereNobodyKnowsTheUrlTheMessageStillReads() throws IOException {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/app".formatted(closedPort()));
			io.bailiwick.database.Database unknown = new io.bailiwick.database.Database(
					new DatabaseLocation("main", null, null, null), pool);
			assertThatExceptionOfType(DatabaseUnavailableException.class).isThrownBy(unknown::connect)
				.satisfies((ex) -> assertThat(ex.analysis().getDescription() + ex.analysis().getAction())
					.startsWith("No PostgreSQL server could be reached for the database 'main'.")
					.contains("'spring.datasource.url'")
					.doesNotContain("null"));
		}
	}

	@Test
	void aSecondDatabaseThatIsNotThereLeavesTheFirstAsItWas() throws IOException {
		try (TestMigrations migrations = migrations()) {
			migrations.pool().setUsername(this.database.username());
			migrations.pool().setPassword(this.database.password());
			migrations
				.database("reports",
						new Database("jdbc:postgresql://127.0.0.1:%d/reports".formatted(closedPort()), "app", "x"))
				.domainIn("reports", "reports", "users");
			assertThat(migrations.fail().getDescription())
				.startsWith("No PostgreSQL server could be reached for the database 'reports'")
				.endsWith("Nothing was changed.");
			assertThat(this.database.jdbc()
				.queryForObject("SELECT count(*) FROM pg_namespace WHERE nspname = 'users'", Long.class)).isZero();
		}
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private TestMigrations migrations() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE a (id int);")
			.file("db/migration/reports/V1__create.sql", "CREATE TABLE a (id int);");
		TestMigrations migrations = new TestMigrations(this.database, folder).domain("users");
		migrations.pool().setUsername(this.role);
		migrations.pool().setPassword("right");
		return migrations;
	}

}
