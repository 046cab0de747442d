package io.bailiwick.migration;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for databases that are not PostgreSQL.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherDatabaseIntegrationTests {

	@TempDir
	Path classes;

	private final Database h2 = new Database(
			"jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1"
				.formatted(getClass().getSimpleName() + System.nanoTime()),
			"sa", "");

	@Test
	void h2RunsPlainSqlAndSaysWhatIsOff(CapturedOutput output) {
		try (TestMigrations migrations = migrations().domain("users").domain("wallets", "users").seeding()) {
			migrations.migrate().migrate();
			JdbcTemplate jdbc = new JdbcTemplate(migrations.pool());
			assertThat(jdbc.queryForObject("SELECT count(*) FROM users.users", Long.class)).isOne();
			assertThat(jdbc.queryForObject(
					"SELECT count(*) FROM \"wallets\".\"flyway_schema_history\" WHERE \"version\" = '1'", Long.class))
				.isOne();
			assertThat(output).contains("The database 'main' (jdbc:h2:mem:")
				.contains("is H2, not PostgreSQL")
				.contains("the lock between processes");
		}
	}

	@Test
	void h2TellsAFailingStatementToo() {
		new MigrationFolder(this.classes).file("db/migration/users/V2__more.sql", "SELECT 1;\nSELECT nothing_of_it;");
		try (TestMigrations migrations = migrations().domain("users")) {
			assertThat(migrations.fail().getDescription())
				.contains("File:      db/migration/users/V2__more.sql, line 2")
				.contains("Statement: SELECT nothing_of_it")
				.contains("[SQLSTATE 42S22]");
		}
	}

	@Test
	void h2NeedsTwoConnectionsAsWell() {
		try (TestMigrations migrations = migrations().domain("users")) {
			migrations.pool().setMaximumPoolSize(1);
			assertThat(migrations.fail().getDescription()).contains("has one connection");
		}
	}

	@Test
	void anyOtherProductIsRefused() {
		DataSource other = new AbstractDataSource() {

			@Override
			public Connection getConnection() {
				return connectionTo("MariaDB");
			}

			@Override
			public Connection getConnection(String username, String password) {
				return getConnection();
			}

		};
		DatabaseLocation location = new DatabaseLocation("main", "jdbc:mariadb://localhost/app", "app",
				"'spring.datasource.url' in application.yml");
		DomainMigrations migrations = new DomainMigrations(Domains.of(List.of(Domain.of("users"))), Map.of(),
				List.of(new io.bailiwick.database.Database(location, other)), MigrationSettings.defaults(),
				getClass().getClassLoader(), null, Map.of(), false);
		assertThatExceptionOfType(DomainMigrationException.class).isThrownBy(migrations::migrate).satisfies((ex) -> {
			FailureAnalysis failure = ex.analysis();
			assertThat(failure.getDescription()).isEqualToNormalizingNewlines(
					"The database 'main' (jdbc:mariadb://localhost/app, configured by 'spring.datasource.url' in application.yml) is MariaDB, and domains live in PostgreSQL.\n\nNothing was changed.");
			assertThat(failure.getAction()).isEqualTo(
					"Point 'spring.datasource.url' in application.yml at a PostgreSQL server (jdbc:postgresql://…).");
		});
	}

	/**
	 * A connection that knows nothing but the name of its product.
	 */
	private static Connection connectionTo(String product) {
		DatabaseMetaData metaData = proxy(DatabaseMetaData.class, "getDatabaseProductName", product);
		return proxy(Connection.class, "getMetaData", metaData);
	}

	private static <T> T proxy(Class<T> type, String method, Object answer) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, called, arguments) -> called.getName().equals(method) ? answer : null));
	}

	private TestMigrations migrations() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE users (id int PRIMARY KEY);")
			.file("db/migration/wallets/V1__create.sql",
					"CREATE TABLE wallets (id bigserial PRIMARY KEY, user_id int REFERENCES users.users);")
			.file("db/seed/users/R__users.sql", "INSERT INTO users VALUES (1) ON CONFLICT DO NOTHING;");
		return new TestMigrations(this.h2, folder);
	}

}
