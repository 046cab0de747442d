package io.bailiwick.migration.history;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Histories} on tables that Flyway has made.
 */
class HistoriesIntegrationTests {

	private final Database database = TestPostgres.newDatabase();

	@Test
	void aTableThatFlywayMadeIsReadAsItWasWritten() throws SQLException {
		TableName table = migrated("users", "flyway_schema_history");
		History history = readWithDetails(table);
		assertThat(history.doubt()).isNull();
		assertThat(history.rows()).hasSize(1);
		HistoryRow row = history.rows().get(0);
		assertThat(row.rank()).isEqualTo(1);
		assertThat(row.version()).isEqualTo("1");
		assertThat(row.type()).isEqualTo("BASELINE");
		assertThat(row.checksum()).isNull();
		assertThat(row.success()).isTrue();
		assertThat(row.details()).isNotNull();
		assertThat(row.details().script()).isEqualTo("<< Flyway Baseline >>");
		assertThat(row.details().installedBy()).isEqualTo(this.database.username());
		assertThat(row.details().installedOn()).isBetween(Instant.now().minus(Duration.ofMinutes(5)),
				Instant.now().plus(Duration.ofMinutes(5)));
	}

	@Test
	void namesNeedNotBePlain() throws SQLException {
		TableName table = migrated("Sche-ma X", "Fly-way: Table");
		assertThat(read(table).get(0).rows()).hasSize(1);
	}

	@Test
	void whatIsThereIsReadAlthoughSomethingIsMissing() throws SQLException {
		TableName users = migrated("users", "history");
		TableName wallets = migrated("wallets", "history");
		this.database.execute("CREATE SCHEMA empty");
		TableName empty = new TableName("empty", "history");
		TableName nowhere = new TableName("nowhere", "history");
		TableName otherTable = new TableName("users", "other");
		List<History> histories = read(nowhere, users, empty, otherTable, wallets);
		assertThat(histories).extracting(History::table).containsExactly(nowhere, users, empty, otherTable, wallets);
		assertThat(histories).extracting(History::doubt)
			.containsExactly(nowhere + " is not there", null, empty + " is not there", otherTable + " is not there",
					null);
		assertThat(histories).filteredOn((history) -> history.doubt() == null)
			.allSatisfy((history) -> assertThat(history.rows()).hasSize(1));
	}

	@Test
	void aRoleThatMayNotReadATableStillReadsTheOthers() throws SQLException {
		TableName users = migrated("users", "history");
		TableName wallets = migrated("wallets", "history");
		TableName transfers = migrated("transfers", "history");
		String role = "reader_" + this.database.name();
		this.database.execute(
				"CREATE ROLE %1$s LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA users, wallets TO %1$s; ".formatted(role)
						+ "GRANT SELECT ON users.history, transfers.history TO " + role);
		try (Connection connection = DriverManager.getConnection(this.database.url(), role, "x")) {
			assertThat(Histories.read(connection, List.of(users, wallets, transfers))).extracting(History::doubt)
				.containsExactly(null, wallets + " may not be read", transfers + " may not be read");
		}
		finally {
			this.database.execute("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(role));
		}
	}

	@Test
	void aTableThatIsNotAsFlywayMakesItIsNotRead() throws SQLException {
		List<TableName> tables = new ArrayList<>();
		for (String change : List.of("ADD COLUMN more text", "DROP COLUMN script", "ALTER checksum TYPE bigint",
				"ALTER description DROP NOT NULL", "ENABLE ROW LEVEL SECURITY", "RENAME success TO succeeded")) {
			TableName table = migrated("domain" + tables.size(), "history");
			this.database.execute("ALTER TABLE %s %s".formatted(table, change));
			tables.add(table);
		}
		this.database.execute("CREATE SCHEMA view; CREATE VIEW view.history AS SELECT 1");
		tables.add(new TableName("view", "history"));
		assertThat(read(tables.toArray(TableName[]::new))).hasSize(7).allSatisfy((history) -> {
			assertThat(history.rows()).isNull();
			assertThat(history.doubt()).containsAnyOf("has other columns", "is no plain table");
		});
	}

	@Test
	void anyNumberOfTablesTakesTwoStatements() throws SQLException {
		TableName template = migrated("template", "history");
		List<TableName> tables = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			TableName table = new TableName("domain" + i, "history");
			this.database.execute(
					"CREATE SCHEMA domain%d; CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(i, table, template));
			tables.add(table);
		}
		try (Connection connection = this.database.connect()) {
			AtomicInteger statements = new AtomicInteger();
			assertThat(Histories.read(counting(connection, Connection.class, statements), tables)).hasSize(30)
				.allSatisfy((history) -> assertThat(history.rows()).isEmpty());
			assertThat(statements).hasValue(2);
		}
	}

	@Test
	void nothingIsAskedForNoTables() throws SQLException {
		Connection connection = this.database.connect();
		connection.close();
		assertThat(Histories.read(connection, List.of())).isEmpty();
	}

	private static <T> T counting(T target, Class<? extends T> type, AtomicInteger statements) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				statements.addAndGet(method.getName().startsWith("execute") ? 1 : 0);
				Object result = method.invoke(target, arguments);
				return (result instanceof Statement statement)
						? counting(statement, method.getReturnType().asSubclass(Statement.class), statements) : result;
			}));
	}

	private TableName migrated(String schema, String table) {
		this.database.execute("CREATE SCHEMA \"%s\"".formatted(schema));
		FluentConfiguration configuration = Flyway.configure()
			.dataSource(this.database.url(), this.database.username(), this.database.password())
			.schemas(schema)
			.createSchemas(false)
			.table(table)
			.locations(new String[0]);
		configuration.load().baseline();
		return new TableName(schema, table);
	}

	private List<History> read(TableName... tables) throws SQLException {
		try (Connection connection = this.database.connect()) {
			return Histories.read(connection, List.of(tables));
		}
	}

	private History readWithDetails(TableName table) throws SQLException {
		try (Connection connection = this.database.connect()) {
			return Histories.readWithDetails(connection, List.of(table)).get(0);
		}
	}

}
