package io.bailiwick.test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.bailiwick.test.TestPostgres.Database;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for {@link ProtocolProxy}: what it counts is what the driver does.
 */
@Timeout(60)
class ProtocolProxyIntegrationTests {

	private final Database database = TestPostgres.newDatabase();

	private ProtocolProxy proxy;

	@BeforeEach
	void open() throws IOException {
		this.proxy = new ProtocolProxy(this.database);
	}

	@AfterEach
	void close() throws IOException {
		this.proxy.close();
	}

	@Test
	void aQueryIsOneRoundTripOfFiveMessages() throws SQLException {
		try (Connection connection = this.proxy.database().connect()) {
			Traffic traffic = this.proxy.count(() -> execute(connection, "SELECT 1"));
			assertThat(traffic.trips()).containsExactly("SELECT 1");
			assertThat(traffic.roundTrips()).isOne();
			assertThat(traffic.messages()).containsExactly("Parse(SELECT 1)", "Bind(SELECT 1)", "Describe(SELECT 1)",
					"Execute(SELECT 1)", "Sync");
			assertThat(traffic.messages("Sync")).isOne();
			assertThat(traffic.messages("Execute")).isOne();
		}
	}

	@Test
	void aSimpleQueryIsOneMessage() throws SQLException {
		try (Connection connection = connect("preferQueryMode=simple")) {
			Traffic traffic = this.proxy.count(() -> execute(connection, "SELECT 1"));
			assertThat(traffic.trips()).containsExactly("SELECT 1");
			assertThat(traffic.messages()).containsExactly("Query(SELECT 1)");
		}
	}

	@Test
	void whatTravelsTogetherIsOneRoundTrip() throws SQLException {
		try (Connection connection = this.proxy.database().connect()) {
			Traffic traffic = this.proxy.count(() -> {
				connection.setAutoCommit(false);
				execute(connection, "SELECT 1");
				execute(connection, "SELECT 2");
				connection.commit();
			});
			assertThat(traffic.trips()).containsExactly("BEGIN; SELECT 1", "SELECT 2", "COMMIT");
		}
	}

	@Test
	void aStatementThatTheServerRemembersIsStillToldByItsSql() throws SQLException {
		try (Connection connection = this.proxy.database().connect();
				PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
			for (int i = 0; i < 10; i++) {
				statement.executeQuery().close();
			}
			assertThat(this.proxy.count(() -> statement.executeQuery().close()).messages())
				.containsExactly("Bind(SELECT 1)", "Execute(SELECT 1)", "Sync");
		}
	}

	@Test
	void eachPartOfALargeResultIsARoundTrip() throws SQLException {
		try (Connection connection = this.proxy.database().connect();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.setFetchSize(2);
			Traffic traffic = this.proxy.count(() -> {
				try (ResultSet rows = statement.executeQuery("SELECT * FROM generate_series(1, 5)")) {
					while (rows.next()) {
						rows.getInt(1);
					}
				}
			});
			assertThat(traffic.trips()).containsExactly("BEGIN; SELECT * FROM generate_series(1, 5)",
					"SELECT * FROM generate_series(1, 5)", "SELECT * FROM generate_series(1, 5)");
		}
	}

	@Test
	void anErrorIsAnAnswer() throws SQLException {
		try (Connection connection = this.proxy.database().connect()) {
			Traffic traffic = this.proxy.count(() -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "SELECT 1/0"))
				.withMessageContaining("division by zero"));
			assertThat(traffic.roundTrips()).isOne();
		}
	}

	@Test
	void connectionsAreCountedApart() throws SQLException {
		Traffic login = this.proxy.count(() -> this.proxy.database().connect().close());
		assertThat(login.opened()).isOne();
		assertThat(login.messages()).startsWith("SSLRequest", "Startup", "Password");
		await((traffic) -> traffic.open() == 0);
		Traffic traffic = this.proxy.count(() -> {
			try (Connection one = this.proxy.database().connect(); Connection two = this.proxy.database().connect()) {
				execute(one, "SELECT 1");
				execute(two, "SELECT 2");
			}
			this.proxy.database().connect().close();
		});
		assertThat(traffic.opened()).isEqualTo(3);
		assertThat(traffic.mostOpen()).isBetween(2, 3);
		await((all) -> all.open() == 0 && all.messages("Terminate") == 4);
	}

	@Test
	void aCancelRequestArrives() throws SQLException {
		try (Connection connection = this.proxy.database().connect();
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT pg_sleep(50)"))
				.withMessageContaining("canceling statement");
		}
		assertThat(this.proxy.traffic().messages("CancelRequest")).isOne();
	}

	@Test
	void whatIsSentWhileItHangsArrivesLater() throws Exception {
		this.database.execute("CREATE TABLE arrived (id int)");
		try (Connection connection = this.proxy.database().connect()) {
			this.proxy.hang();
			Traffic before = this.proxy.traffic();
			CompletableFuture<Integer> insert = CompletableFuture
				.supplyAsync(() -> new JdbcTemplate(new SingleConnectionDataSource(connection, true))
					.update("INSERT INTO arrived VALUES (1)"), ProtocolProxyIntegrationTests::inThreadOfItsOwn);
			CompletableFuture<Void> login = CompletableFuture.runAsync(
					() -> this.proxy.database().execute("INSERT INTO arrived VALUES (2)"),
					ProtocolProxyIntegrationTests::inThreadOfItsOwn);
			await((all) -> all.since(before).messages("Sync") == 1 && all.since(before).messages("SSLRequest") == 1);
			assertThat(insert).isNotDone();
			assertThat(login).isNotDone();
			assertThat(this.proxy.traffic().open()).isEqualTo(2);
			assertThat(this.proxy.traffic().since(before).roundTrips()).isZero();
			assertThat(arrived()).isZero();
			this.proxy.resume();
			insert.get(30, TimeUnit.SECONDS);
			login.get(30, TimeUnit.SECONDS);
			assertThat(arrived()).isEqualTo(2);
		}
	}

	@Test
	void aClientThatGivesUpWhileItHangsIsNoticed() throws SQLException {
		try (Connection connection = connect("socketTimeout=1")) {
			this.proxy.hang();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "SELECT 1"));
		}
		await((all) -> all.open() == 0);
	}

	@Test
	void afterItIsClosedNobodyIsLetThrough() throws Exception {
		try (Connection connection = this.proxy.database().connect()) {
			this.proxy.close();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "SELECT 1"));
			// Refused, or hung up on if it came while the listener was being closed.
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.proxy.database().connect());
		}
	}

	@Test
	void onlyAnEarlierViewCanBeTheBeginning() throws SQLException {
		Traffic before = this.proxy.traffic();
		this.proxy.database().connect().close();
		assertThat(this.proxy.traffic().since(before).opened()).isOne();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> before.since(this.proxy.traffic()));
	}

	private Connection connect(String parameter) throws SQLException {
		Database database = this.proxy.database();
		return DriverManager.getConnection(database.url() + (database.url().contains("?") ? "&" : "?") + parameter,
				database.username(), database.password());
	}

	private int arrived() {
		return this.database.jdbc().queryForObject("SELECT count(*) FROM arrived", Integer.class);
	}

	private void await(Predicate<Traffic> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> condition.test(this.proxy.traffic()));
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * The common pool has one thread on a machine of two cores, and both calls block.
	 */
	private static void inThreadOfItsOwn(Runnable call) {
		Thread thread = new Thread(call, "blocked-call");
		thread.setDaemon(true);
		thread.start();
	}

}
