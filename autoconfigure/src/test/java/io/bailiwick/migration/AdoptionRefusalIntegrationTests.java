package io.bailiwick.migration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bailiwick.migration.adopt.AdoptionException;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.AdoptionRequest;
import io.bailiwick.migration.adopt.FileMap;
import io.bailiwick.migration.adopt.ProofMode;
import io.bailiwick.migration.adopt.SchemaProof.Outcome;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Integration tests for what is not taken over, or not as it is.
 */
@Timeout(120)
class AdoptionRefusalIntegrationTests {

	private static final String GOLANG_MIGRATE = "CREATE TABLE schema_migrations (version bigint not null primary key, dirty boolean not null);";

	private static final String DBMATE = "CREATE TABLE schema_migrations (version varchar primary key);";

	private static final String SQLX = """
			CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
			  installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL);""";

	private static final AdoptionRequest UNPROVEN = AdoptionRequest.of().withProof(ProofMode.NONE);

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final JdbcTemplate jdbc = this.database.jdbc();

	private MigrationFolder folder;

	private TestMigrations migrations;

	@BeforeEach
	void application() {
		this.folder = new MigrationFolder(this.classes);
		this.migrations = new TestMigrations(this.database, this.folder).domain("users").domain("wallets", "users");
		this.migrations.pool().addDataSourceProperty("currentSchema", "users,wallets,public");
	}

	@AfterEach
	void nothingIsLeft() {
		this.migrations.close();
		assertThat(this.jdbc.queryForList("SELECT datname FROM pg_database WHERE datname LIKE 'bailiwick_scratch_%'"))
			.isEmpty();
		assertThat(this.jdbc.queryForList("SELECT FROM pg_namespace WHERE nspname LIKE 'bailiwick_aside_%'")).isEmpty();
	}

	@Test
	void oneThatWasInterrupted() {
		upDown();
		this.database.execute(GOLANG_MIGRATE + "INSERT INTO schema_migrations VALUES (2, true)");
		FailureAnalysis failure = refused(UNPROVEN);
		assertThat(failure.getDescription()).startsWith(
				"In the history of golang-migrate in \"public\".\"schema_migrations\", version 2 is not whole: golang-migrate has marked it as dirty")
			.endsWith("Nothing was changed.");
		assertThat(failure.getAction()).startsWith("Finish or undo it with golang-migrate");
	}

	@Test
	void oneOfSqlxThatFailed() {
		this.folder.file("db/migration/users/1_a.sql", "SELECT 1;").file("db/migration/wallets/2_b.sql", "SELECT 2;");
		this.database.execute(SQLX + "INSERT INTO _sqlx_migrations VALUES (1, 'a', now(), false, '\\x00', -1)");
		assertThat(refused(UNPROVEN).getDescription()).contains("version 1 (a) is not whole");
	}

	@Test
	void oneOfFlywayThatFailed() {
		flywayFiles();
		plainFlyway();
		this.database.execute("UPDATE public.flyway_schema_history SET success = false WHERE version = '2'");
		assertThat(refused(UNPROVEN).getDescription()).contains("V2__b.sql is not whole: Flyway has it as failed");
	}

	@Test
	void versionsWithoutFilesAreListed() {
		upDown();
		this.database.execute(GOLANG_MIGRATE + "INSERT INTO schema_migrations VALUES (7, false)");
		FailureAnalysis failure = refused(UNPROVEN);
		assertThat(failure.getDescription()).contains("1 of 3 migrations")
			.contains("    version 7: no domain has a file of it");
		assertThat(failure.getAction()).contains("--map 'V3__x.sql=users'");
	}

	@Test
	void everyVersionWithoutAFileIsListedAndMayBeForgotten() {
		upDown();
		this.database.execute(DBMATE + "INSERT INTO schema_migrations VALUES ('1'), ('2'), ('8'), ('9')");
		assertThat(refused(UNPROVEN).getDescription()).contains("version 8: no domain")
			.contains("version 9: no domain");
		AdoptionRequest request = UNPROVEN.withMap(FileMap.parse(List.of("8=-", "000009_old.sql=-")));
		AdoptionPlan plan = this.migrations.build().adoptionPlan(request);
		assertThat(plan.forgotten()).containsExactly("version 8", "version 9");
		this.migrations.build().adopt(request, plan);
		assertThat(versions("users")).containsExactly("000001");
		assertThat(versions("wallets")).containsExactly("000002");
	}

	@Test
	void aVersionThatTwoDomainsHaveIsAskedFor() throws IOException {
		this.folder.file("db/migration/users/1_a.sql", "SELECT 1;").file("db/migration/wallets/1_b.sql", "SELECT 2;");
		this.database.execute(DBMATE + "INSERT INTO schema_migrations VALUES ('1')");
		assertThat(refused(UNPROVEN).getDescription()).contains("version 1: could be users/1_a.sql or wallets/1_b.sql");
		AdoptionPlan plan = this.migrations.build()
			.adoptionPlan(UNPROVEN.withMap(FileMap.load(new StringReader("# split\n1_b.sql = wallets\n"))));
		assertThat(plan.domains()).singleElement()
			.satisfies((domain) -> assertThat(domain.domain()).isEqualTo("wallets"));
	}

	@Test
	void aToolThatKeepsDescriptionsTellsByItself() {
		this.folder.file("db/migration/users/V1__a.sql", "SELECT 1;")
			.file("db/migration/wallets/V1__b.sql", "SELECT 2;");
		this.folder.file("old/V1__b.sql", "SELECT 2;");
		plainFlyway();
		AdoptionPlan plan = this.migrations.build().adoptionPlan(UNPROVEN);
		assertThat(plan.domains()).singleElement()
			.satisfies((domain) -> assertThat(domain.domain()).isEqualTo("wallets"));
	}

	@Test
	void filesThatWereRenumberedAreFoundThroughTheMap() {
		this.folder.file("db/migration/users/V1__a.sql", "SELECT 1;")
			.file("db/migration/wallets/V1__b.sql", "SELECT 2;");
		this.folder.file("old/V1__a.sql", "SELECT 1;").file("old/V2__b.sql", "SELECT 2;");
		plainFlyway();
		assertThat(refused(UNPROVEN).getDescription())
			.contains("V2__b.sql: no domain has a file of it ('wallets/V1__b.sql' has its description)");
		AdoptionRequest request = UNPROVEN.withMap(FileMap.parse(List.of("V2__b.sql=wallets@1")));
		this.migrations.build().adopt(request, this.migrations.build().adoptionPlan(request));
		assertThat(versions("wallets")).containsExactly("1");
		assertThat(this.migrations.build().validate(MigrationScope.all()).findings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "V1__a.sql=nobody, the domain 'nobody' has no file of that version",
			"V1__a.sql=users@9, the domain 'users' has no file 9 of that version" })
	void aMapThatNamesNothing(String entry, String expected) {
		flywayFiles();
		plainFlyway();
		assertThat(refused(UNPROVEN.withMap(FileMap.parse(List.of(entry)))).getDescription()).contains(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "=users", "x=" })
	void aMapThatCanNotBeUnderstood(String entry) {
		assertThat(catchThrowableOfType(AdoptionException.class, () -> FileMap.parse(List.of(entry))))
			.hasMessageContaining("'%s'".formatted(entry));
	}

	@Test
	void twoHistoriesSideBySideUnlessOneIsNamed() {
		upDown();
		this.database.execute(GOLANG_MIGRATE + "INSERT INTO schema_migrations VALUES (2, false)");
		this.database.execute(
				"CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)");
		FailureAnalysis failure = refused(UNPROVEN);
		assertThat(failure.getDescription()).contains("\"public\".\"__diesel_schema_migrations\" of diesel")
			.contains("\"public\".\"schema_migrations\" of golang-migrate");
		assertThat(failure.getAction()).contains("--from public.__diesel_schema_migrations");
		for (String name : List.of("schema_migrations", "public.schema_migrations")) {
			assertThat(this.migrations.build().adoptionPlan(UNPROVEN.fromTable(name)).isEmpty()).isFalse();
		}
	}

	@Test
	void twoTablesOfOneName() {
		upDown();
		this.database.execute("CREATE SCHEMA other; CREATE TABLE other.schema_migrations (version varchar primary key);"
				+ DBMATE + "INSERT INTO schema_migrations VALUES ('1')");
		assertThat(refused(UNPROVEN).getDescription()).contains("\"other\".\"schema_migrations\" of dbmate");
		assertThat(refused(UNPROVEN.fromTable("schema_migrations")).getDescription())
			.contains("There are several tables");
		assertThat(this.migrations.build().adoptionPlan(UNPROVEN.fromTable("other.schema_migrations")).lines())
			.contains("Nothing has been applied there: there is nothing to adopt.");
	}

	@Test
	void aTableOfAnotherNameIsKnownByItsColumns() {
		upDown();
		this.database.execute(
				"CREATE SCHEMA ops; CREATE TABLE ops.\"versions.of\" (version bigint primary key, dirty boolean not null); "
						+ "INSERT INTO ops.\"versions.of\" VALUES (1, false)");
		assertThat(refused(UNPROVEN).getDescription())
			.startsWith("There is no history of another tool in the database 'main'");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(UNPROVEN.fromTable("ops.versions.of"));
		assertThat(plan.source().describe()).isEqualTo("the history of golang-migrate in \"ops\".\"versions.of\"");
		assertThat(plan.domains()).hasSize(1);
	}

	@Test
	void noHistoryAtAll() {
		upDown();
		FailureAnalysis failure = refused(UNPROVEN);
		assertThat(failure.getDescription()).startsWith("There is no history of another tool in the database 'main'");
		assertThat(failure.getAction()).contains("db baseline <domain>@<version>");
		assertThat(refused(UNPROVEN.fromTable("nothing")).getDescription()).startsWith("There is no table 'nothing'");
	}

	@Test
	void aToolThatIsKnownByNameOnly() {
		upDown();
		this.database
			.execute("CREATE TABLE databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL)");
		assertThat(refused(UNPROVEN).getDescription()).contains("\"public\".\"databasechangelog\" of Liquibase");
		assertThat(refused(UNPROVEN.fromTable("databasechangelog")).getDescription())
			.contains("no tool known here makes such a history");
	}

	@ParameterizedTest
	@ValueSource(strings = { GOLANG_MIGRATE, DBMATE, SQLX })
	void anEmptyHistoryLeavesNothingToAdopt(String table) {
		this.folder.file("db/migration/users/1_a.sql", "SELECT 1;").file("db/migration/wallets/2_b.sql", "SELECT 2;");
		this.database.execute(table);
		AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of());
		assertThat(plan.isEmpty()).isTrue();
		this.migrations.build().adopt(AdoptionRequest.of(), plan);
		assertThat(this.jdbc.queryForObject("SELECT to_regclass('users.flyway_schema_history') IS NULL", Boolean.class))
			.isTrue();
		this.migrations.migrate();
		assertThat(versions("users")).containsExactly("1");
	}

	@Test
	void aGapThatFlywayWouldRefuse() {
		this.folder.file("db/migration/users/1_a.sql", "SELECT 1;")
			.file("db/migration/users/2_b.sql", "SELECT 1;")
			.file("db/migration/users/3_c.sql", "SELECT 1;")
			.file("db/migration/wallets/9_b.sql", "SELECT 2;");
		this.database.execute(DBMATE + "INSERT INTO schema_migrations VALUES ('1'), ('3')");
		FailureAnalysis failure = refused(UNPROVEN);
		assertThat(failure.getDescription()).contains("Flyway would not accept")
			.contains("users: Detected resolved migration not applied to database: 2");
		this.migrations.settings(new MigrationSettings(StandardCharsets.UTF_8, MigrationSettings.DEFAULT_HISTORY_TABLE,
				true, true, Map.of(), Duration.ofSeconds(10)));
		this.migrations.build().adopt(UNPROVEN, this.migrations.build().adoptionPlan(UNPROVEN));
		assertThat(versions("users")).containsExactly("1", "3");
	}

	@Test
	void aFileThatWasEditedSince() throws Exception {
		flywayFiles();
		plainFlyway();
		this.folder.file("db/migration/users/V1__a.sql", "SELECT 11;");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(UNPROVEN);
		assertThat(plan.edited()).singleElement()
			.asString()
			.startsWith("users/V1__a.sql is not what was applied: its checksum is");
		assertThat(refused(UNPROVEN, plan).getDescription()).contains("users/V1__a.sql is not what was applied");
		AdoptionRequest accepting = UNPROVEN.acceptingDifferences();
		this.migrations.build().adopt(accepting, plan);
		assertThat(this.migrations.build().validate(MigrationScope.all()).findings()).isEmpty();
	}

	@Test
	void aChecksumOfSqlxThatIsAnotherOne() {
		this.folder.file("db/migration/users/1_a.sql", "SELECT 1;").file("db/migration/wallets/2_b.sql", "SELECT 2;");
		this.database.execute(SQLX + "INSERT INTO _sqlx_migrations VALUES (1, 'a', now(), true, '\\x00', 1)");
		assertThat(this.migrations.build().adoptionPlan(UNPROVEN).edited())
			.containsExactly("users/1_a.sql is not what was applied: its SHA-384 checksum is another one");
	}

	@Test
	void aDescriptionThatIsAnotherOne() {
		this.folder.file("db/migration/users/V1__c.sql", "SELECT 1;")
			.file("db/migration/wallets/V2__b.sql", "SELECT 2;");
		this.folder.file("old/V1__a.sql", "SELECT 1;").file("old/V2__b.sql", "SELECT 2;");
		plainFlyway();
		assertThat(this.migrations.build().adoptionPlan(UNPROVEN).edited())
			.containsExactly("users/V1__c.sql has the description 'c', and was applied as 'a'");
	}

	@Test
	void aDatabaseThatHasChangedSinceThePreview() {
		upDown();
		this.database.execute(GOLANG_MIGRATE + "INSERT INTO schema_migrations VALUES (1, false)");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(UNPROVEN);
		this.database.execute("UPDATE schema_migrations SET version = 2");
		assertThat(refused(UNPROVEN, plan).getDescription())
			.startsWith("The database is no longer what the preview has shown");
	}

	@Test
	void aDomainThatHasBegunWithAHistoryOfItsOwn() {
		upDown();
		new TestMigrations(this.database, new MigrationFolder(this.classes)).domain("users").migrate().close();
		this.folder.file("db/migration/users/000003_c.up.sql", "SELECT 1;");
		this.database.execute(GOLANG_MIGRATE + "INSERT INTO schema_migrations VALUES (3, false)");
		FailureAnalysis failure = refused(UNPROVEN);
		assertThat(failure.getDescription()).contains("The domain 'users' has a history of its own")
			.contains("000003_c.up.sql");
		assertThat(
				this.jdbc.queryForObject("SELECT to_regclass('wallets.flyway_schema_history') IS NULL", Boolean.class))
			.isTrue();
	}

	@Test
	void allDomainsOrNone() {
		upDown();
		this.database.execute(GOLANG_MIGRATE + "INSERT INTO schema_migrations VALUES (2, false)");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(UNPROVEN);
		// The second history can not be made; the first one must not stay alone.
		this.database.execute("CREATE SCHEMA wallets; CREATE VIEW wallets.flyway_schema_history AS SELECT 1");
		assertThat(refused(UNPROVEN, plan).getDescription()).contains("flyway_schema_history");
		assertThat(this.jdbc.queryForObject("SELECT to_regclass('users.flyway_schema_history') IS NULL", Boolean.class))
			.isTrue();
	}

	@Test
	void aRoleThatMayNotReadTheOldHistory() {
		upDown();
		this.database.execute(DBMATE + "INSERT INTO schema_migrations VALUES ('1')");
		String role = "stranger_" + this.database.name();
		this.database.execute("CREATE ROLE %1$s LOGIN PASSWORD 'x'; GRANT CREATE ON DATABASE %2$s TO %1$s"
			.formatted(role, this.database.name()));
		Database stranger = new Database(this.database.url(), role, "x");
		try (TestMigrations theirs = new TestMigrations(stranger, this.folder).domain("users").domain("wallets")) {
			FailureAnalysis failure = catchThrowableOfType(AdoptionException.class,
					() -> theirs.build().adoptionPlan(UNPROVEN))
				.analysis();
			assertThat(failure.getDescription()).contains("may not be read");
			assertThat(failure.getAction()).contains("GRANT SELECT ON \"public\".\"schema_migrations\"");
			this.database.execute("GRANT SELECT ON schema_migrations TO " + role);
			// It may not create databases either: the proof takes a transaction.
			AdoptionPlan plan = theirs.build().adoptionPlan(AdoptionRequest.of());
			assertThat(plan.proof().where()).isEqualTo("in a transaction that was rolled back");
			assertThat(plan.proof().outcome()).isEqualTo(Outcome.SAME);
			theirs.build().adopt(AdoptionRequest.of(), plan);
		}
		assertThat(this.jdbc.queryForList("SELECT installed_by FROM users.flyway_schema_history", String.class))
			.containsExactly(role);
	}

	@Test
	void aTransactionProvesAsMuchAsADatabase() throws Exception {
		String accounts = "CREATE TABLE users.accounts (id int PRIMARY KEY); CREATE FUNCTION users.f() RETURNS int LANGUAGE sql RETURN 1;";
		String wallets = "CREATE TABLE wallets (id int REFERENCES users.accounts, n int DEFAULT users.f());";
		this.folder.file("db/migration/users/1_a.sql", accounts).file("db/migration/wallets/2_b.sql", wallets);
		this.database.execute(
				"CREATE SCHEMA users; CREATE SCHEMA wallets; " + accounts + wallets.replace("TABLE ", "TABLE wallets.")
						+ "ALTER TABLE wallets.wallets ADD late int; INSERT INTO users.accounts VALUES (1)");
		this.database.execute(DBMATE + "INSERT INTO schema_migrations VALUES ('1'), ('2')");
		try (Connection reader = this.database.connect(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			// Somebody is at work on the tables meanwhile.
			statement.execute("INSERT INTO users.accounts VALUES (2)");
			for (ProofMode mode : List.of(ProofMode.DATABASE, ProofMode.TRANSACTION)) {
				AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of().withProof(mode));
				assertThat(plan.proof().differences()).as(mode.name())
					.containsExactly("- column wallets.wallets.late: integer");
			}
			reader.commit();
		}
		AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of());
		assertThat(refused(AdoptionRequest.of(), plan).getDescription())
			.contains("- column wallets.wallets.late: integer");
		this.migrations.build().adopt(AdoptionRequest.of().acceptingDifferences(), plan);
		assertThat(this.jdbc.queryForList("SELECT id FROM users.accounts ORDER BY 1", Integer.class)).containsExactly(1,
				2);
	}

	@Test
	void filesThatDoNotRunAtAll() {
		this.folder.file("db/migration/users/1_a.sql", "SELECT 1;\nSELECT nothing;")
			.file("db/migration/wallets/2_b.sql", "SELECT 2;");
		this.database.execute(DBMATE + "INSERT INTO schema_migrations VALUES ('1')");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of());
		assertThat(plan.proof().outcome()).isEqualTo(Outcome.IMPOSSIBLE);
		assertThat(plan.proof().where()).startsWith(
				"they do not run from nothing: db/migration/users/1_a.sql, line 2: ERROR: column \"nothing\" does not exist");
		assertThat(refused(AdoptionRequest.of(), plan).getDescription()).contains("It can not be proven");
	}

	@Test
	void aFileThatNoTransactionCanHold() {
		this.folder.file("db/migration/users/1_a.sql", "CREATE TABLE a (id int);")
			.file("db/migration/users/2_i.sql", "CREATE INDEX CONCURRENTLY i ON a (id);")
			.file("db/migration/wallets/9_b.sql", "SELECT 2;");
		this.database.execute("CREATE SCHEMA users; CREATE TABLE users.a (id int); CREATE INDEX i ON users.a (id);"
				+ DBMATE + "INSERT INTO schema_migrations VALUES ('1'), ('2')");
		assertThat(this.migrations.build().adoptionPlan(AdoptionRequest.of()).proof().outcome())
			.isEqualTo(Outcome.SAME);
		AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of().withProof(ProofMode.TRANSACTION));
		assertThat(plan.proof().where())
			.startsWith("they do not run from nothing in a transaction: db/migration/users/2_i.sql");
		assertThat(this.jdbc.queryForList("SELECT FROM pg_locks WHERE locktype = 'advisory'")).isEmpty();
	}

	@Test
	void extensionsThatAnAdministratorHasInstalledAreThere() {
		this.database.execute("CREATE EXTENSION citext; CREATE SCHEMA users; CREATE TABLE users.a (id citext);" + DBMATE
				+ "INSERT INTO schema_migrations VALUES ('1')");
		this.folder.file("db/migration/users/1_a.sql", "CREATE TABLE a (id citext);")
			.file("db/migration/wallets/9_b.sql", "SELECT 2;");
		assertThat(this.migrations.build().adoptionPlan(AdoptionRequest.of()).proof().outcome())
			.isEqualTo(Outcome.SAME);
		this.folder.file("db/migration/users/1_a.sql",
				"CREATE EXTENSION citext SCHEMA public; CREATE TABLE a (id citext);");
		assertThat(this.migrations.build().adoptionPlan(AdoptionRequest.of()).proof().outcome())
			.isEqualTo(Outcome.SAME);
	}

	@Test
	void theDatabaseThatHasAnOldHistoryIsFound() {
		this.folder.file("db/migration/reports/1_r.sql", "CREATE TABLE r (id int);");
		upDown();
		Database other = TestPostgres.newDatabase();
		other.execute("CREATE SCHEMA reports; CREATE TABLE reports.r (id int);" + DBMATE
				+ "INSERT INTO schema_migrations VALUES ('1')");
		try (TestMigrations both = new TestMigrations(this.database, this.folder).database("reporting", other)
			.domain("users")
			.domain("wallets")
			.domainIn("reporting", "reports")) {
			AdoptionPlan plan = both.build().adoptionPlan(AdoptionRequest.of());
			assertThat(plan.database()).isEqualTo("reporting");
			assertThat(plan.proof().outcome()).isEqualTo(Outcome.SAME);
			assertThat(plan.domains()).hasSize(1);
			assertThat(refused(() -> both.build().adoptionPlan(AdoptionRequest.of("users"))).getDescription())
				.startsWith("There is no history of another tool in the database 'main'");
			assertThat(refused(() -> both.build().adoptionPlan(AdoptionRequest.of("users").inDatabase("reporting")))
				.getDescription()).startsWith("There is no database 'reporting' in which one of these domains lives");
			this.database.execute(DBMATE + "INSERT INTO schema_migrations VALUES ('1')");
			assertThat(refused(() -> both.build().adoptionPlan(AdoptionRequest.of())).getAction())
				.contains("--database main");
			assertThat(both.build().adoptionPlan(UNPROVEN.inDatabase("main")).domains()).singleElement()
				.satisfies((domain) -> assertThat(domain.domain()).isEqualTo("users"));
		}
	}

	@Test
	void anOldHistoryInTheSchemaOfADomainIsNotPartOfIt() {
		this.folder.file("db/migration/users/V1__a.sql", "CREATE TABLE a (id int);")
			.file("db/migration/wallets/V2__b.sql", "CREATE TABLE b (id int);");
		this.database
			.execute("CREATE SCHEMA users; SET search_path = users; CREATE TABLE a (id int); CREATE TABLE b (id int);"
					+ DBMATE + "INSERT INTO schema_migrations VALUES ('1'), ('2')");
		AdoptionPlan plan = this.migrations.build().adoptionPlan(AdoptionRequest.of());
		assertThat(plan.proof().differences()).containsExactly("- table users.b with column",
				"+ table wallets.b with column");
		this.database.execute("CREATE SCHEMA wallets; ALTER TABLE users.b SET SCHEMA wallets");
		assertThat(this.migrations.build().adoptionPlan(AdoptionRequest.of()).proof().outcome())
			.isEqualTo(Outcome.SAME);
	}

	@Test
	void theHistoryThatADomainKeepsItselfIsNoneToBeTakenOver() {
		flywayFiles();
		this.migrations.migrate();
		assertThat(refused(UNPROVEN).getDescription()).startsWith("There is no history of another tool");
		FailureAnalysis failure = refused(UNPROVEN.fromTable("users.flyway_schema_history"));
		assertThat(failure.getDescription()).contains("is the history that a domain keeps itself");
		assertThat(failure.getAction())
			.contains("ALTER TABLE \"users\".\"flyway_schema_history\" RENAME TO \"flyway_schema_history_old\"");
	}

	@Test
	void aTableThatIsInUseIsNotMoved() throws Exception {
		this.folder.file("db/migration/users/1_a.sql", "CREATE TABLE a (id int);")
			.file("db/migration/wallets/2_b.sql", "CREATE TABLE b (id int);");
		this.database.execute("CREATE TABLE a (id int); CREATE TABLE b (id int);" + DBMATE
				+ "INSERT INTO schema_migrations VALUES ('1'), ('2')");
		try (Connection user = this.database.connect(); Statement statement = user.createStatement()) {
			user.setAutoCommit(false);
			statement.execute("SELECT FROM b");
			FailureAnalysis failure = refused(AdoptionRequest.of().moving());
			assertThat(failure.getDescription()).contains("ALTER TABLE \"public\".b SET SCHEMA \"wallets\";");
			assertThat(failure.getAction()).startsWith("Somebody is using it.");
		}
		assertThat(this.jdbc.queryForObject("SELECT to_regclass('public.a') IS NOT NULL", Boolean.class)).isTrue();
	}

	@Test
	void anUnknownDomain() {
		upDown();
		assertThat(catchThrowableOfType(UnknownDomainException.class,
				() -> this.migrations.build().adoptionPlan(AdoptionRequest.of("user"))))
			.hasMessageContaining("Did you mean 'users'?");
	}

	private void upDown() {
		this.folder.file("db/migration/users/000001_a.up.sql", "SELECT 1;")
			.file("db/migration/users/000001_a.down.sql", "SELECT 1;")
			.file("db/migration/wallets/000002_b.up.sql", "SELECT 2;");
	}

	private void flywayFiles() {
		for (String file : List.of("old/V1__a.sql", "db/migration/users/V1__a.sql")) {
			this.folder.file(file, "SELECT 1;");
		}
		for (String file : List.of("old/V2__b.sql", "db/migration/wallets/V2__b.sql")) {
			this.folder.file(file, "SELECT 2;");
		}
	}

	private void plainFlyway() {
		new FluentConfiguration(this.folder.classLoader())
			.dataSource(this.database.url(), this.database.username(), this.database.password())
			.locations("classpath:old")
			.load()
			.migrate();
	}

	private List<String> versions(String domain) {
		return this.jdbc.queryForList(
				"SELECT version FROM %s.flyway_schema_history ORDER BY installed_rank".formatted(domain), String.class);
	}

	private FailureAnalysis refused(AdoptionRequest request) {
		return refused(() -> this.migrations.build().adoptionPlan(request));
	}

	private FailureAnalysis refused(AdoptionRequest request, AdoptionPlan plan) {
		return refused(() -> this.migrations.build().adopt(request, plan));
	}

	private static FailureAnalysis refused(Runnable adoption) {
		AdoptionException failure = catchThrowableOfType(AdoptionException.class, adoption::run);
		assertThat(failure).isNotNull();
		assertThat(failure.analysis().getDescription()).endsWith("Nothing was changed.");
		return failure.analysis();
	}

}
