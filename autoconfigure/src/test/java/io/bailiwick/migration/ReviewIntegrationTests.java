package io.bailiwick.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.review.DomainInfo;
import io.bailiwick.migration.review.Finding;
import io.bailiwick.migration.review.MigrationEntry;
import io.bailiwick.migration.review.MigrationPlan;
import io.bailiwick.migration.review.RepairPlan;
import io.bailiwick.migration.review.ValidationReport;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Integration tests for the verbs that lay files beside histories.
 */
class ReviewIntegrationTests {

	private static final MigrationScope ALL = MigrationScope.all();

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private MigrationFolder folder;

	private TestMigrations migrations;

	@BeforeEach
	void twoDomains() {
		this.folder = new MigrationFolder(this.classes).file("db/migration/users/V1__create.sql", """
				-- Description: Everybody who has an account.
				CREATE TABLE users.a (id int);
				COMMENT ON TABLE users.a IS '${flyway:user}; really';
				""")
			.file("db/migration/users/U1__create.sql", "DROP TABLE users.a;")
			.file("db/migration/users/V2__index.sql", "CREATE INDEX CONCURRENTLY i ON users.a (id);")
			.file("db/migration/users/R__view.sql", "CREATE OR REPLACE VIEW users.v AS SELECT 1 AS one;")
			.file("db/migration/wallets/V1__create.sql", "CREATE TABLE wallets.b (id int);");
		this.migrations = new TestMigrations(this.database, this.folder).domain("users").domain("wallets", "users");
	}

	@AfterEach
	void close() {
		this.migrations.close();
	}

	@Test
	void thePlanListsEveryStatementInOrderAndCreatesNothing() {
		MigrationPlan plan = this.migrations.build().plan(ALL);
		assertThat(plan.obstacles()).isEmpty();
		assertThat(plan.steps()).extracting("domain", "kind", "version", "file", "transactional")
			.containsExactly(tuple("users", MigrationPlan.Kind.SCHEMA, null, null, true),
					tuple("users", MigrationPlan.Kind.VERSIONED, "1", "db/migration/users/V1__create.sql", true),
					tuple("users", MigrationPlan.Kind.VERSIONED, "2", "db/migration/users/V2__index.sql", false),
					tuple("users", MigrationPlan.Kind.REPEATABLE, null, "db/migration/users/R__view.sql", true),
					tuple("wallets", MigrationPlan.Kind.SCHEMA, null, null, true),
					tuple("wallets", MigrationPlan.Kind.VERSIONED, "1", "db/migration/wallets/V1__create.sql", true));
		MigrationPlan.Step create = plan.steps().get(1);
		assertThat(create.about()).isEqualTo("Everybody who has an account.");
		assertThat(create.statements()).extracting(MigrationPlan.Statement::line).containsExactly(2, 3);
		assertThat(create.statements().get(1).sql())
			.isEqualTo("COMMENT ON TABLE users.a IS '%s; really'".formatted(this.database.username()));
		assertThat(schemas()).isEmpty();
		this.migrations.migrate();
		assertThat(this.migrations.build().plan(ALL).isEmpty()).isTrue();
	}

	@Test
	void aPlanGoesNoFurtherThanItIsToldAndNeitherDoesTheMigration() {
		MigrationScope scope = ALL.to("users", "1");
		assertThat(this.migrations.build().plan(scope).steps()).extracting(MigrationPlan.Step::version)
			.containsExactly(null, "1", null);
		this.migrations.build().migrate(scope);
		assertThat(this.migrations.build().plan(MigrationScope.of("users")).steps())
			.extracting(MigrationPlan.Step::description)
			.containsExactly("index");
		assertThat(schemas()).containsExactly("users");
		this.migrations.build().migrate(MigrationScope.of("wallets"));
		assertThat(this.migrations.build().validate(ALL).verdict()).isEqualTo(ValidationReport.Verdict.UP_TO_DATE);
	}

	@Test
	void anUnknownDomainIsAnsweredWithTheNearest() {
		assertThatExceptionOfType(UnknownDomainException.class)
			.isThrownBy(() -> this.migrations.build().info(MigrationScope.of("walets")))
			.satisfies((failure) -> assertThat(failure.analysis().getDescription())
				.isEqualTo("There is no domain 'walets'. Did you mean 'wallets'? Nothing was changed."));
	}

	@Test
	void aVersionThatDoesNotExistIsAnsweredWithThoseThatDo() {
		DomainMigrations unknown = this.migrations.build();
		MigrationScope scope = ALL.to("users", "99");
		for (ThrowingCallable verb : List.<ThrowingCallable>of(() -> unknown.migrate(scope), () -> unknown.plan(scope),
				() -> unknown.awaitMigrated(scope, Duration.ZERO), () -> unknown.migrate(ALL.to("users", "x")))) {
			assertThatExceptionOfType(UnknownVersionException.class).isThrownBy(verb)
				.satisfies(
						(failure) -> assertThat(failure.analysis().getAction()).isEqualTo("Its versions are: 1, 2."));
		}
		assertThat(schemas()).isEmpty();
	}

	@Test
	void theInfoTellsWhatIsAppliedWhatWaitsAndWhatHasAWayBack() {
		this.migrations.build().migrate(ALL.to("users", "1"));
		DomainInfo users = this.migrations.build().info(MigrationScope.of("users")).get(0);
		assertThat(users.currentVersion()).isEqualTo("1");
		assertThat(users.pending()).isOne();
		MigrationEntry create = users.migrations().get(0);
		assertThat(create.state()).isEqualTo(MigrationEntry.State.APPLIED);
		assertThat(create.undoObstacle()).isNull();
		assertThat(create.installedBy()).isEqualTo(this.database.username());
		assertThat(create.installedOn()).isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(1));
		assertThat(users.migrations().get(2)).satisfies((index) -> {
			assertThat(index.state()).isEqualTo(MigrationEntry.State.PENDING);
			assertThat(index.undoObstacle()).isEqualTo("there is no file 'db/migration/users/U2__index.sql'");
			assertThat(index.installedOn()).isNull();
		});
	}

	@Test
	void aCosmeticEditIsToldFromARealOneAndOnlyTheFirstIsRepairedUnasked() {
		this.migrations.migrate();
		assertThat(verdict()).isEqualTo(ValidationReport.Verdict.UP_TO_DATE);
		this.folder.file("db/migration/users/V1__create.sql", """
				-- Licence: free
				CREATE TABLE users.a (
					id int /* the key */
				);
				COMMENT ON TABLE users.a IS '${flyway:user}; really';
				""");
		this.folder.file("db/migration/wallets/V1__create.sql", "CREATE TABLE wallets.b (id bigint);");
		assertThat(findings()).extracting(Finding::kind).containsExactly(Finding.Kind.COSMETIC, Finding.Kind.CHANGED);
		assertThat(findings().get(0).remedy()).startsWith("'java -jar <application>.jar db repair users'");
		RepairPlan plan = this.migrations.build().repairPlan(ALL, Map.of());
		assertThat(plan.actions()).extracting(RepairPlan.Action::domain).containsExactly("users");
		assertThat(plan.left()).extracting(Finding::domain).containsExactly("wallets");
		assertThat(findings()).as("a preview changes nothing").hasSize(2);
		this.migrations.build().repair(ALL, Map.of(), plan);
		assertThat(findings()).extracting(Finding::domain).containsExactly("wallets");
		Map<String, Set<String>> accepted = Map.of("wallets", Set.of("1"));
		this.migrations.build().repair(ALL, accepted, this.migrations.build().repairPlan(ALL, accepted));
		assertThat(verdict()).isEqualTo(ValidationReport.Verdict.UP_TO_DATE);
		this.migrations.migrate();
	}

	@Test
	void aFileThatIsGoneIsForgottenOnlyWhenThatIsAccepted() throws IOException {
		this.migrations.migrate();
		this.folder.delete("db/migration/wallets/V1__create.sql");
		this.folder.file("db/migration/wallets/V2__more.sql", "SELECT 1;");
		assertThat(findings()).extracting(Finding::kind).containsExactly(Finding.Kind.MISSING, Finding.Kind.PENDING);
		assertThat(this.migrations.build().repairPlan(ALL, Map.of()).actions()).isEmpty();
		Map<String, Set<String>> accepted = Map.of("wallets", Set.of("1"));
		this.migrations.build().repair(ALL, accepted, this.migrations.build().repairPlan(ALL, accepted));
		assertThat(verdict()).isEqualTo(ValidationReport.Verdict.BEHIND);
		this.migrations.migrate();
		assertThat(plainFlyway("wallets").validateWithResult().validationSuccessful).isTrue();
	}

	@Test
	void aRepairThatNobodyHasSeenIsRefused() {
		this.migrations.migrate();
		RepairPlan seen = this.migrations.build().repairPlan(ALL, Map.of());
		this.folder.file("db/migration/users/V1__create.sql",
				"CREATE TABLE users.a (id int); COMMENT ON TABLE users.a IS '${flyway:user}; really';");
		DomainMigrations repairing = this.migrations.build();
		assertThatExceptionOfType(DomainMigrationException.class)
			.isThrownBy(() -> repairing.repair(ALL, Map.of(), seen))
			.satisfies((failure) -> assertThat(failure.analysis().getDescription()).endsWith("Nothing was repaired."));
		assertThat(findings()).hasSize(1);
	}

	private ValidationReport.Verdict verdict() {
		return this.migrations.build().validate(ALL).verdict();
	}

	private List<Finding> findings() {
		return this.migrations.build().validate(ALL).findings();
	}

	private Flyway plainFlyway(String domain) {
		return Flyway.configure(this.folder.classLoader())
			.dataSource(this.database.url(), this.database.username(), this.database.password())
			.schemas(domain)
			.locations("classpath:db/migration/" + domain)
			.load();
	}

	private List<String> schemas() {
		return this.database.jdbc()
			.queryForList("SELECT nspname FROM pg_namespace WHERE nspname IN (?, ?) ORDER BY 1", String.class, "users",
					Domain.of("wallets").schema());
	}

}
