package io.bailiwick.migration;

import java.nio.file.Path;

import io.bailiwick.migration.reset.ResetPlan;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for dropping and rebuilding domains.
 */
class ResetIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private TestMigrations migrations;

	@BeforeEach
	void migrate() {
		MigrationFolder folder = new MigrationFolder(this.classes)
			.file("db/migration/users/V1__create.sql", "CREATE TABLE users.a (id int PRIMARY KEY);")
			.file("db/migration/wallets/V1__create.sql",
					"CREATE TABLE wallets.b (id int REFERENCES users.a, u users.a);")
			.file("db/migration/audit/V1__create.sql", "CREATE TABLE audit.c (id int);");
		this.migrations = new TestMigrations(this.database, folder).domain("users")
			.domain("wallets", "users")
			.domain("audit")
			.migrate();
		this.database.execute("INSERT INTO users.a VALUES (1); INSERT INTO audit.c VALUES (1);");
	}

	@AfterEach
	void close() {
		this.migrations.close();
	}

	@Test
	void theNamedDomainsAreRebuiltAndNoOtherIsTouched() {
		MigrationScope scope = MigrationScope.of("users", "wallets");
		assertThat(this.migrations.build().resetPlan(scope).schemas()).extracting(ResetPlan.Schema::schema)
			.containsExactly("wallets", "users");
		assertThat(count("users.a")).isOne();
		this.migrations.build().reset(scope);
		assertThat(count("users.a")).isZero();
		assertThat(count("wallets.b")).isZero();
		assertThat(count("audit.c")).isOne();
	}

	@Test
	void aDomainIsNotResetWithoutThoseThatDependOnIt() {
		assertThatExceptionOfType(DomainMigrationException.class)
			.isThrownBy(() -> this.migrations.build().reset(MigrationScope.of("users")))
			.satisfies((failure) -> assertThat(failure.analysis().getAction())
				.isEqualTo("Reset both: 'java -jar <application>.jar db reset users wallets'."));
		assertThat(count("users.a")).isOne();
	}

	@Test
	void whatWouldBeTakenAlongFromElsewhereIsListedAndNothingIsDropped() {
		this.database.execute("CREATE TABLE public.elsewhere (id int, c audit.c);"
				+ "CREATE VIEW public.v AS SELECT id FROM audit.c;");
		assertThatExceptionOfType(DomainMigrationException.class)
			.isThrownBy(() -> this.migrations.build().reset(MigrationScope.of("audit")))
			.satisfies((failure) -> assertThat(failure.analysis().getDescription()).contains("    - view v")
				.contains("    - column c of table elsewhere")
				.endsWith("Nothing was dropped."));
		assertThat(count("audit.c")).isOne();
	}

	@Test
	void inProductionNothingIsEverReset() {
		this.migrations.production();
		assertThatExceptionOfType(DomainMigrationException.class)
			.isThrownBy(() -> this.migrations.build().reset(MigrationScope.all()))
			.satisfies((failure) -> assertThat(failure.analysis().getDescription())
				.startsWith("Domains are never reset while a production profile is active."));
		assertThat(count("audit.c")).isOne();
	}

	private int count(String table) {
		Integer count = this.database.jdbc().queryForObject("SELECT count(*) FROM " + table, Integer.class);
		return (count != null) ? count : -1;
	}

}
