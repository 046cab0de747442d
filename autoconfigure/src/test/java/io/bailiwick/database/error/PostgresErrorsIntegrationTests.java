package io.bailiwick.database.error;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.bailiwick.test.TestPostgres;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Produces each error on a server.
 */
@Timeout(120)
class PostgresErrorsIntegrationTests {

	private static final String SECRET = "confidential";

	private static TestPostgres.Database database;

	private Connection connection;

	private Connection other;

	@BeforeAll
	static void createTables() {
		database = TestPostgres.newDatabase();
		database.execute(
				"""
						CREATE EXTENSION IF NOT EXISTS btree_gist;
						CREATE SCHEMA wallets;
						CREATE TABLE wallets.account (
							id int PRIMARY KEY,
							owner text NOT NULL,
							"strange, name" text,
							balance int CONSTRAINT not_negative CHECK (balance >= 0),
							CONSTRAINT one_each UNIQUE (owner, "strange, name"));
						CREATE UNIQUE INDEX no_case ON wallets.account (lower(owner), id);
						CREATE TABLE wallets.entry (
							account int CONSTRAINT of_account REFERENCES wallets.account DEFERRABLE,
							kept int CONSTRAINT of_kept REFERENCES wallets.account ON DELETE RESTRICT);
						CREATE TABLE wallets.booking (
							room text, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&));
						INSERT INTO wallets.account VALUES (1, 'confidential', 'x', 1), (2, 'other', 'y', 1);
						INSERT INTO wallets.entry VALUES (1, 2);
						INSERT INTO wallets.booking VALUES ('confidential', '[1,5)');
						""");
		String role = role();
		database.execute("CREATE ROLE " + role);
		database.execute("GRANT USAGE ON SCHEMA wallets TO " + role);
	}

	@AfterAll
	static void dropRole() {
		database.execute("DROP OWNED BY " + role());
		database.execute("DROP ROLE " + role());
	}

	@BeforeEach
	void connect() throws SQLException {
		this.connection = database.connect();
		this.connection.setAutoCommit(false);
		this.other = database.connect();
		this.other.setAutoCommit(false);
	}

	@AfterEach
	void disconnect() throws SQLException {
		this.connection.close();
		this.other.close();
	}

	@Test
	void uniqueViolation() {
		UniqueViolationException ex = fail("INSERT INTO wallets.account VALUES (3, 'confidential', 'x')",
				UniqueViolationException.class);
		assertViolation(ex, "one_each", "account", "owner", "\"strange, name\"");
		assertThat(ex).hasMessageStartingWith("Domain 'wallets': ")
			.hasMessageContaining("'one_each' of wallets.account (owner, \"strange, name\")")
			.hasMessageContaining("SQLSTATE 23505")
			.hasMessageContaining("SQL [INSERT");
	}

	@Test
	void uniqueViolationOfAnExpression() {
		assertViolation(fail("UPDATE wallets.account SET id = 1, owner = 'CONFIDENTIAL' WHERE id = 2; ",
				UniqueViolationException.class), "account_pkey", "account", "id");
		assertViolation(fail("""
				ALTER TABLE wallets.account DROP CONSTRAINT account_pkey CASCADE;
				INSERT INTO wallets.account VALUES (1, 'CONFIDENTIAL', 'z')""", UniqueViolationException.class),
				"no_case", "account", "lower(owner)", "id");
	}

	@Test
	void foreignKeyViolation() {
		assertViolation(fail("INSERT INTO wallets.entry VALUES (99)", ForeignKeyViolationException.class), "of_account",
				"entry", "account");
		assertViolation(fail("UPDATE wallets.entry SET kept = NULL; DELETE FROM wallets.account WHERE id = 1",
				ForeignKeyViolationException.class), "of_account", "entry", "id");
		assertViolation(fail("DELETE FROM wallets.account WHERE id = 2", ForeignKeyViolationException.class), "of_kept",
				"entry", "id");
	}

	@Test
	void foreignKeyViolationAtCommit() throws SQLException {
		execute("SET CONSTRAINTS ALL DEFERRED; INSERT INTO wallets.entry VALUES (99)");
		SQLException failure = catchThrowableOfType(SQLException.class, this.connection::commit);
		assertViolation(check(failure, null, ForeignKeyViolationException.class), "of_account", "entry", "account");
	}

	@Test
	void checkViolation() {
		CheckViolationException ex = fail("INSERT INTO wallets.account VALUES (3, 'confidential', 'z', -1)",
				CheckViolationException.class);
		assertViolation(ex, "not_negative", "account");
	}

	@Test
	void notNullViolation() {
		NotNullViolationException ex = fail("INSERT INTO wallets.account VALUES (3)", NotNullViolationException.class);
		assertThat(ex.getTable()).isEqualTo("account");
		assertThat(ex.getColumns()).containsExactly("owner");
		assertThat(ex).hasMessageContaining("NOT NULL of wallets.account (owner)");
	}

	@Test
	void exclusionViolation() {
		assertViolation(
				fail("INSERT INTO wallets.booking VALUES ('confidential', '[4,6)')", ExclusionViolationException.class),
				"no_overlap", "booking", "room", "during");
	}

	@Test
	void serializationFailure() throws SQLException {
		execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT * FROM wallets.account");
		database.execute("UPDATE wallets.account SET balance = 2 WHERE id = 1");
		fail("UPDATE wallets.account SET balance = 3 WHERE id = 1", SerializationFailureException.class);
	}

	@Test
	void deadlock() throws Exception {
		execute("SET LOCAL deadlock_timeout = '10s'; SELECT * FROM wallets.account WHERE id = 1 FOR UPDATE");
		try (Statement statement = this.other.createStatement()) {
			statement
				.execute("SET LOCAL deadlock_timeout = '50ms'; SELECT * FROM wallets.account WHERE id = 2 FOR UPDATE");
			FutureTask<Void> waits = new FutureTask<>(() -> {
				execute("SELECT * FROM wallets.account WHERE id = 2 FOR UPDATE");
				return null;
			});
			new Thread(waits, "deadlock").start();
			String sql = "SELECT * FROM wallets.account WHERE id = 1 FOR UPDATE";
			check(catchThrowableOfType(SQLException.class, () -> awaitDeadlock(statement, waits, sql)), sql,
					DeadlockException.class);
			this.other.rollback();
			waits.get(30, TimeUnit.SECONDS);
		}
	}

	private void awaitDeadlock(Statement statement, FutureTask<Void> waits, String sql) throws SQLException {
		// Whoever waits last notices first, having the shorter timeout.
		int process = process();
		while (database.jdbc().queryForList("SELECT 1 FROM pg_locks WHERE pid = ? AND NOT granted", process).isEmpty()
				&& !waits.isDone()) {
			Thread.onSpinWait();
		}
		statement.execute(sql);
	}

	@Test
	void lockNotAvailable() throws SQLException {
		lockWithOther();
		fail("SELECT * FROM wallets.account FOR UPDATE NOWAIT", LockNotAvailableException.class);
	}

	@Test
	void lockTimeout() throws SQLException {
		lockWithOther();
		execute("SET LOCAL lock_timeout = '20ms'");
		fail("SELECT * FROM wallets.account FOR UPDATE", LockTimeoutException.class);
	}

	@Test
	void readOnly() throws SQLException {
		this.connection.setReadOnly(true);
		fail("DELETE FROM wallets.entry", ReadOnlyException.class);
	}

	@Test
	void abortedTransaction() {
		fail("SELECT 1 / 0", DataIntegrityViolationException.class, false);
		TransactionAbortedException ex = fail("SELECT 1", TransactionAbortedException.class, false);
		assertThat(ex).hasRootCauseMessage("ERROR: division by zero");
	}

	@Test
	void permissionDenied() throws SQLException {
		execute("SET LOCAL ROLE " + role());
		PermissionDeniedException ex = fail("SELECT * FROM wallets.account", PermissionDeniedException.class);
		assertThat(ex.getMessage()).contains("permission denied for table account").doesNotContain("bad SQL");
		this.connection.rollback();
		execute("SET LOCAL ROLE " + role());
		SQLException failure = catchThrowableOfType(SQLException.class, () -> execute("SELECT * FROM wallets.account"));
		assertThat(PostgresExceptionTranslator.of("wallets", role()).translate("query", null, failure))
			.isInstanceOf(PermissionDeniedException.class)
			.hasMessageContaining("The role '%s' of the domain 'wallets' has no permission".formatted(role()))
			.hasMessageContaining("depends-on");
	}

	@Test
	void badGrammarStaysBadGrammar() {
		DataAccessException ex = fail("SELEC 1", DataAccessException.class);
		assertThat(ex).isExactlyInstanceOf(BadSqlGrammarException.class);
	}

	@Test
	void statementTimeout() throws SQLException {
		execute("SET LOCAL statement_timeout = '20ms'");
		fail("SELECT pg_sleep(20)", StatementTimeoutException.class);
	}

	@Test
	void canceledStatement() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.setQueryTimeout(1);
			SQLException failure = catchThrowableOfType(SQLException.class,
					() -> statement.execute("SELECT pg_sleep(20)"));
			assertThat(check(failure, null, StatementCanceledException.class))
				.isNotInstanceOf(StatementTimeoutException.class);
		}
	}

	@Test
	void idleInTransactionTimeout() throws SQLException {
		execute("SET LOCAL idle_in_transaction_session_timeout = '20ms'; SELECT 1");
		awaitEndOfSession();
		fail("SELECT 1", IdleInTransactionTimeoutException.class);
	}

	@Test
	void idleSessionTimeout() throws SQLException {
		execute("SET idle_session_timeout = '20ms'");
		this.connection.commit();
		awaitEndOfSession();
		fail("SELECT 1", IdleSessionTimeoutException.class);
	}

	@Test
	void transactionTimeout() throws SQLException {
		assumeTrue(TestPostgres.majorVersion() >= 17, "Only PostgreSQL 17 and later have a transaction timeout");
		execute("SET LOCAL transaction_timeout = '20ms'");
		fail("SELECT pg_sleep(20)", TransactionTimeoutException.class);
	}

	@Test
	void serverShutdown() throws SQLException {
		database.jdbc().queryForList("SELECT pg_terminate_backend(?, 10000)", process());
		fail("SELECT 1", ServerShutdownException.class);
	}

	@Test
	void tooManyConnections() {
		String role = role() + "_one";
		database.execute("CREATE ROLE %s LOGIN CONNECTION LIMIT 0 PASSWORD 'x'".formatted(role));
		try {
			SQLException failure = catchThrowableOfType(SQLException.class,
					() -> DriverManager.getConnection(database.url(), role, "x").close());
			check(failure, null, TooManyConnectionsException.class);
		}
		finally {
			database.execute("DROP ROLE " + role);
		}
	}

	@Test
	void featureNotSupported() {
		fail("SELECT count(*) FROM wallets.account FOR UPDATE", FeatureNotSupportedException.class);
	}

	@Test
	void aBatch() throws SQLException {
		try (PreparedStatement statement = this.connection
			.prepareStatement("INSERT INTO wallets.account VALUES (?, ?, 'x')")) {
			for (int id = 3; id < 5; id++) {
				statement.setInt(1, id);
				statement.setString(2, SECRET);
				statement.addBatch();
			}
			SQLException failure = catchThrowableOfType(SQLException.class, statement::executeBatch);
			assertThat((Throwable) failure).isInstanceOf(BatchUpdateException.class).hasMessageContaining(SECRET);
			assertThat(check(failure, "INSERT", UniqueViolationException.class)).cause()
				.asInstanceOf(InstanceOfAssertFactories.type(BatchUpdateException.class))
				.satisfies((ex) -> assertThat(ex.getUpdateCounts())
					.isEqualTo(((BatchUpdateException) failure).getUpdateCounts()));
		}
	}

	@Test
	void rowsAreQuotedIfThatIsAskedFor() {
		SQLException failure = catchThrowableOfType(SQLException.class,
				() -> execute("INSERT INTO wallets.account VALUES (3, 'confidential', 'x')"));
		assertThat(translator().withRowValues().translate("insert", null, failure)).hasMessageContaining(SECRET)
			.cause()
			.isSameAs(failure);
		assertThat(translator().translate("insert", null, failure)).cause()
			.asInstanceOf(InstanceOfAssertFactories.type(PSQLException.class))
			.satisfies((ex) -> assertThat(ex.getServerErrorMessage().getDetail()).as("whoever asks the driver")
				.contains(SECRET));
	}

	@Test
	void whatAPoolThrowsStaysWhatItIs() {
		SQLException failure = new SQLTransientConnectionException("no connection", "53300");
		assertThat(translator().translate("task", null, failure))
			.isExactlyInstanceOf(TransientDataAccessResourceException.class);
		assertThat(translator().translate("task", null, new SQLException("nothing known"))).isNull();
	}

	private <E extends DataAccessException> E fail(String sql, Class<E> type) {
		return fail(sql, type, true);
	}

	private <E extends DataAccessException> E fail(String sql, Class<E> type, boolean rollback) {
		SQLException failure = catchThrowableOfType(SQLException.class, () -> execute(sql));
		E translated = check(failure, sql, type);
		if (rollback) {
			catchThrowableOfType(SQLException.class, this.connection::rollback);
		}
		return translated;
	}

	/**
	 * It is of its type, of every type that Spring's default makes of it, and keeps the
	 * secret.
	 */
	private static <E extends DataAccessException> E check(SQLException failure, @Nullable String sql, Class<E> type) {
		assertThat((Throwable) failure).isNotNull();
		DataAccessException translated = translator().translate("task", sql, failure);
		assertThat(translated).isInstanceOf(type);
		for (var spring : List.of(new SQLExceptionSubclassTranslator(), new SQLStateSQLExceptionTranslator(),
				new SQLErrorCodeSQLExceptionTranslator())) {
			DataAccessException today = spring.translate("task", sql, failure);
			assertThat(translated).isInstanceOf((today != null) ? today.getClass() : UncategorizedSQLException.class);
		}
		for (Throwable cause = translated; cause != null; cause = cause.getCause()) {
			assertThat(String.valueOf(cause.getMessage()).replace(String.valueOf(sql), "")).doesNotContain(SECRET);
		}
		return type.cast(translated);
	}

	private static PostgresExceptionTranslator translator() {
		return PostgresExceptionTranslator.of("wallets", null);
	}

	private static void assertViolation(ConstraintViolation violation, String constraint, String table,
			String... columns) {
		assertThat(violation.getConstraint()).isEqualTo(constraint);
		assertThat(violation.getSchema()).isEqualTo("wallets");
		assertThat(violation.getTable()).isEqualTo(table);
		assertThat(violation.getColumns()).containsExactly(columns);
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private void lockWithOther() throws SQLException {
		try (Statement statement = this.other.createStatement()) {
			statement.execute("SELECT * FROM wallets.account FOR UPDATE");
		}
	}

	private int process() throws SQLException {
		return this.connection.unwrap(PGConnection.class).getBackendPID();
	}

	private void awaitEndOfSession() throws SQLException {
		int process = process();
		while (!database.jdbc().queryForList("SELECT 1 FROM pg_stat_activity WHERE pid = ?", process).isEmpty()) {
			Thread.onSpinWait();
		}
	}

	private static String role() {
		return database.name() + "_reader";
	}

}
