package io.bailiwick.database.role;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.timeout.MigrationDataSource;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.domain.Domain;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RolesIntegrationTests {

	private static final String HISTORY = "flyway_schema_history";

	private static final String DENIED = "42501";

	private final Domain users = Domain.of("users");

	private final Domain wallets = Domain.of("wallets", "users");

	private final Domain audit = Domain.of("audit");

	private final List<Domain> domains = List.of(this.users, this.wallets, this.audit);

	private final Database database = TestPostgres.newDatabase();

	private final String name = this.database.url().replaceFirst(".*/", "");

	private final String login = this.name + "_login";

	private final RoleNames names = new RoleNames(this.name);

	private final RolePlan plan = new RolePlan(this.domains, this.names, List.of(this.login), HISTORY);

	@Test
	void aSuperuserInstallsThem() throws SQLException {
		createLogin("");
		install(this.database.connect());
		assertRolesWork();
	}

	@Test
	void theRoleThatLogsInInstallsThemWhereItMayCreateRoles() throws SQLException {
		createLogin("CREATEROLE");
		this.database.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(this.name, this.login));
		install(connect(null));
		assertRolesWork();
	}

	@Test
	void anAdministratorExecutesTheScriptThatTheRefusalContains() throws SQLException {
		createLogin("");
		assertThatExceptionOfType(RolesNotInstalledException.class).isThrownBy(() -> install(connect(null)))
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).contains(this.login, "Nothing was changed"))
			.satisfies((ex) -> this.database.execute(ex.getScript()));
		assertRolesWork();
	}

	@Test
	void whatAnotherRoleCreatedBeforeGoesToTheOwner() throws SQLException {
		createLogin("CREATEROLE");
		this.database.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(this.name, this.login));
		try (Connection connection = connect(null)) {
			execute(connection, "CREATE SCHEMA users");
			execute(connection, "CREATE TABLE users.users (id bigserial PRIMARY KEY, name text)");
			execute(connection, "CREATE TABLE users." + HISTORY + " (installed_rank int)");
			execute(connection, "CREATE TYPE users.status AS ENUM ('on')");
			execute(connection, "CREATE TYPE users.pair AS (a int, b int)");
			execute(connection, "CREATE DOMAIN users.email AS text");
			execute(connection, "CREATE VIEW users.named AS SELECT * FROM users.users");
			execute(connection, "CREATE MATERIALIZED VIEW users.counted AS SELECT count(*) FROM users.users");
			execute(connection, "CREATE SEQUENCE users.numbers");
			execute(connection, "CREATE FUNCTION users.one(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1'");
		}
		install(connect(null));
		assertThat(this.database.jdbc().queryForList("""
				SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'users'::regnamespace
				UNION SELECT proowner::regrole::text FROM pg_proc WHERE pronamespace = 'users'::regnamespace
				UNION SELECT typowner::regrole::text FROM pg_type WHERE typnamespace = 'users'::regnamespace
				UNION SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'users'
				""", String.class)).containsExactly(this.names.ownerOf(this.users));
		try (Connection app = connect(this.names.applicationOf(this.users))) {
			execute(app, "INSERT INTO users.users (name) VALUES ('Ada')");
			execute(app, "SELECT * FROM users.named");
			assertThat(sqlState(app, "INSERT INTO users." + HISTORY + " VALUES (1)")).isEqualTo(DENIED);
		}
	}

	@Test
	void violationsAreListedWithWhatMendsThem() throws SQLException {
		createLogin("");
		install(this.database.connect());
		migrate();
		String app = this.names.applicationOf(this.wallets);
		this.database.execute("""
				GRANT SELECT, UPDATE ON audit.log TO %1$s;
				GRANT USAGE ON SCHEMA audit TO PUBLIC;
				GRANT DELETE ON users.users TO PUBLIC;
				GRANT CREATE ON SCHEMA wallets TO %1$s;
				GRANT INSERT ON wallets.flyway_schema_history TO %1$s;
				ALTER ROLE %1$s CREATEROLE;
				GRANT %2$s TO %1$s;
				CREATE TABLE wallets.forgotten (id bigint);
				CREATE TABLE wallets.owned (id bigint);
				ALTER TABLE wallets.owned OWNER TO %1$s;
				""".formatted(app, this.names.ownerOf(this.audit)));
		List<Violation> violations = violations(List.of(this.users, this.wallets, this.audit)).stream()
			.filter((violation) -> violation.domain().equals("wallets"))
			.toList();
		assertThat(violations).extracting(Violation::problem)
			.anyMatch((problem) -> problem.equals("may create roles"))
			.anyMatch((problem) -> problem.contains("belongs to the role " + this.names.ownerOf(this.audit)))
			.anyMatch((problem) -> problem.equals("may create objects in the schema wallets"))
			.anyMatch((problem) -> problem.equals("owns the table wallets.owned"))
			.anyMatch((problem) -> problem.contains("audit.log, which belongs to another domain"))
			.anyMatch((problem) -> problem.contains("DELETE users.users, of which"))
			.anyMatch((problem) -> problem.contains("INSERT wallets.flyway_schema_history, of which"))
			.anyMatch((problem) -> problem
				.equals("may not SELECT, INSERT, UPDATE, DELETE wallets.forgotten of its own domain"));
		violations.forEach((violation) -> this.database.execute(violation.remedy()));
		List<Violation> left = violations(this.domains).stream()
			.filter((violation) -> violation.domain().equals("wallets"))
			.toList();
		// What the role owned had its own privileges, which went to the new owner.
		assertThat(left).extracting(Violation::problem)
			.containsExactly("may not SELECT, INSERT, UPDATE, DELETE wallets.owned of its own domain");
	}

	@Test
	void whatReachesBeyondTheTablesIsAViolationThatCanBeMended() throws SQLException {
		createLogin("");
		install(this.database.connect());
		migrate();
		String app = this.names.applicationOf(this.wallets);
		this.database.execute("""
				GRANT USAGE ON SCHEMA audit TO %1$s;
				GRANT UPDATE (id) ON audit.log TO %1$s;
				GRANT UPDATE (name) ON users.users TO %1$s;
				GRANT pg_write_all_data, pg_execute_server_program TO %1$s;
				GRANT CREATE ON DATABASE %2$s TO %1$s;
				ALTER ROLE %1$s CREATEDB REPLICATION;
				""".formatted(app, this.name));
		List<Violation> violations = violationsOf(this.wallets);
		assertThat(violations).extracting(Violation::problem)
			.contains("may create databases", "may replicate the server", "may create schemas",
					"belongs to the role pg_write_all_data, which reaches beyond any domain",
					"belongs to the role pg_execute_server_program, which reaches beyond any domain");
		violations.forEach((violation) -> this.database.execute(violation.remedy()));
		assertThat(violationsOf(this.wallets)).isEmpty();
	}

	@Test
	void aPrivilegeOnOneColumnOfAnotherDomainIsAViolation() throws SQLException {
		createLogin("");
		// As it is from PostgreSQL 15 on.
		this.database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
		install(this.database.connect());
		migrate();
		String app = this.names.applicationOf(this.wallets);
		this.database.execute("""
				GRANT USAGE ON SCHEMA audit TO %1$s;
				GRANT UPDATE (id) ON audit.log TO %1$s;
				GRANT UPDATE (name) ON users.users TO %1$s;
				""".formatted(app));
		List<Violation> violations = violationsOf(this.wallets);
		assertThat(violations).extracting(Violation::problem)
			.containsExactly("may UPDATE audit.log, which belongs to another domain",
					"may UPDATE users.users, of which it needs no more than to SELECT");
		violations.forEach((violation) -> this.database.execute(violation.remedy()));
		assertThat(violationsOf(this.wallets)).isEmpty();
	}

	@Test
	void rolesThatAreMissingAreViolations() throws SQLException {
		assertThat(violations(this.domains)).extracting(Violation::problem).containsOnly("does not exist").hasSize(3);
	}

	private List<Violation> violationsOf(Domain domain) throws SQLException {
		return violations(this.domains).stream()
			.filter((violation) -> violation.domain().equals(domain.name()))
			.toList();
	}

	private void assertRolesWork() throws SQLException {
		migrate();
		install(this.database.connect());
		try (Connection walletsApp = connect(this.names.applicationOf(this.wallets));
				Connection usersApp = connect(this.names.applicationOf(this.users))) {
			execute(usersApp, "INSERT INTO users.users (name) VALUES ('Ada')");
			assertThat(sqlState(usersApp, "SELECT * FROM wallets.wallets")).isEqualTo(DENIED);
			execute(walletsApp, "INSERT INTO wallets.wallets (user_id) VALUES (1)");
			execute(walletsApp, "UPDATE wallets.wallets SET user_id = 1");
			execute(walletsApp, "SELECT count(*) FROM users.users");
			execute(walletsApp, "SELECT * FROM wallets.named");
			for (String sql : List.of("CREATE TABLE wallets.more (id bigint)",
					"ALTER TABLE wallets.wallets ADD more text", "DROP TABLE wallets.wallets",
					"TRUNCATE wallets.wallets", "SELECT * FROM audit.log",
					"INSERT INTO users.users (name) VALUES ('Eve')", "DELETE FROM users.users",
					"UPDATE wallets.flyway_schema_history SET installed_rank = 2", "CREATE SCHEMA more",
					"CREATE TABLE users.more (id bigint)")) {
				assertThat(sqlState(walletsApp, sql)).as(sql).isEqualTo(DENIED);
			}
			execute(walletsApp, "SELECT * FROM wallets.flyway_schema_history");
		}
		assertThat(violations(this.domains)).extracting(Violation::problem)
			.allMatch((problem) -> TestPostgres.majorVersion() < 15
					&& problem.equals("may create objects in the schema public"));
		assertThat(PermissionDenied.explain(denied(), "the_app", "wallets")).contains("the_app", "the table 'log'",
				"bailiwick.domains.wallets.depends-on");
	}

	private SQLException denied() throws SQLException {
		this.database.execute("GRANT USAGE ON SCHEMA audit TO " + this.names.applicationOf(this.wallets));
		try (Connection walletsApp = connect(this.names.applicationOf(this.wallets))) {
			return catchThrowableOfType(SQLException.class, () -> execute(walletsApp, "SELECT * FROM audit.log"));
		}
	}

	private void migrate() throws SQLException {
		migrate(this.users, "CREATE TABLE users.users (id bigserial PRIMARY KEY, name text)");
		migrate(this.wallets,
				"CREATE TABLE wallets.wallets (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint REFERENCES users.users)");
		migrate(this.wallets,
				"CREATE VIEW wallets.named AS SELECT w.id, u.name FROM wallets.wallets w JOIN users.users u ON u.id = w.user_id");
		migrate(this.audit, "CREATE TABLE audit.log (id bigint)");
		for (Domain domain : this.domains) {
			migrate(domain, "CREATE TABLE %s.%s (installed_rank int)".formatted(domain.schema(), HISTORY));
			try (Connection connection = connect(null)) {
				connection.setAutoCommit(false);
				for (String sql : this.plan.afterMigration(domain)) {
					execute(connection, sql);
				}
				connection.commit();
			}
		}
	}

	private void migrate(Domain domain, String sql) throws SQLException {
		DriverManagerDataSource pool = new DriverManagerDataSource(this.database.url(), this.login, "secret");
		try (Connection connection = new MigrationDataSource(pool, Timeouts.MIGRATION, this.names.ownerOf(domain))
			.getConnection()) {
			execute(connection, sql);
		}
	}

	private List<Violation> violations(List<Domain> domains) throws SQLException {
		try (Connection connection = this.database.connect()) {
			return new RoleCheck(connection, this.names, HISTORY).violations(domains);
		}
	}

	private void createLogin(String attributes) {
		this.database.execute("CREATE ROLE %s LOGIN PASSWORD 'secret' %s".formatted(this.login, attributes));
	}

	private void install(Connection connection) throws SQLException {
		try (connection) {
			new RoleInstaller(new DatabaseLocation("main", this.database.url(), null, null), connection)
				.install(this.plan);
		}
	}

	/**
	 * A connection as a pool of a domain has it: the role is part of the start-up packet.
	 */
	private Connection connect(String role) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", this.login);
		properties.setProperty("password", "secret");
		if (role != null) {
			properties.setProperty("options", "-c role=" + role);
		}
		return DriverManager.getConnection(this.database.url(), properties);
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String sqlState(Connection connection, String sql) {
		try {
			execute(connection, sql);
			return "";
		}
		catch (SQLException ex) {
			return ex.getSQLState();
		}
	}

}
