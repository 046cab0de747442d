package io.bailiwick.transaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.database.error.ReadOnlyException;
import io.bailiwick.database.error.UniqueViolationException;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.transaction.idempotency.Idempotency;
import io.bailiwick.transaction.idempotency.IdempotencyKeyReusedException;
import io.bailiwick.transaction.idempotency.IdempotencyTableException;
import io.bailiwick.transaction.idempotency.InvalidIdempotencyKeyException;
import io.bailiwick.transaction.idempotency.JacksonResponseCodec;
import io.bailiwick.transaction.idempotency.RequestFingerprint;
import io.bailiwick.transaction.idempotency.ResponseCodec;
import io.bailiwick.transaction.idempotency.ResponseTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What one caller after another gets.
 */
class IdempotencyIntegrationTests {

	private static final RequestFingerprint REQUEST = RequestFingerprint.of("pay", "10");

	private static TestPostgres.Database database;

	private static WireTap tap;

	private static TestUnits units;

	private static Idempotency idempotency;

	private final AtomicInteger executions = new AtomicInteger();

	@BeforeAll
	static void connect() throws IOException {
		database = TestPostgres.newDatabase();
		database.execute("CREATE SCHEMA wallets");
		database.execute("CREATE TABLE wallets.payment (id int PRIMARY KEY)");
		tap = new WireTap(database);
		units = TestUnits.of(tap.database());
		idempotency = of("wallets");
		database.execute(IdempotencyTables.create("wallets"));
	}

	@AfterAll
	static void disconnect() throws IOException {
		units.close();
		tap.close();
	}

	@BeforeEach
	void reset() {
		database.execute("TRUNCATE wallets.payment, wallets.idempotency_keys");
		tap.reset();
	}

	@Test
	void aRepeatGetsTheFirstResponse() {
		assertThat(idempotency.once("k", REQUEST, this::pay)).isEqualTo("payment 1");
		assertThat(idempotency.once("k", REQUEST, this::pay)).isEqualTo("payment 1");
		assertThat(idempotency.once("other", REQUEST, this::pay)).isEqualTo("payment 2");
		assertThat(units.count("wallets.payment")).isEqualTo(2);
	}

	@Test
	void aRepeatWithAnotherRequestIsRefused() {
		idempotency.once("k", REQUEST, this::pay);
		assertThatExceptionOfType(IdempotencyKeyReusedException.class)
			.isThrownBy(() -> idempotency.once("k", RequestFingerprint.of("pay", "20"), this::pay))
			.satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("k"))
			.withMessageContaining("'wallets'");
		assertThat(this.executions).hasValue(1);
		assertThat(idempotency.once("k", REQUEST, this::pay)).isEqualTo("payment 1");
	}

	@Test
	void whateverTheWorkThrowsNothingIsStoredAndARepeatExecutesIt() {
		for (Throwable failure : List.of(new IllegalArgumentException("unchecked"), new IOException("checked"),
				new AssertionError("error"))) {
			assertThatExceptionOfType(failure.getClass()).isThrownBy(() -> idempotency.once("k", REQUEST, () -> {
				pay();
				throw sneaky(failure);
			}));
		}
		assertThat(units.count("wallets.payment")).isZero();
		assertThat(units.count("wallets.idempotency_keys")).isZero();
		assertThat(idempotency.once("k", REQUEST, this::pay)).isEqualTo("payment 4");
	}

	@Test
	void workWhoseStatementFailedIsNotStoredEvenIfItSwallowsThat() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> idempotency.once("k", REQUEST, () -> {
			pay();
			assertThatExceptionOfType(UniqueViolationException.class)
				.isThrownBy(() -> units.jdbc().update("INSERT INTO wallets.payment VALUES (1)"));
			return "paid";
		}));
		assertThat(units.count("wallets.idempotency_keys")).isZero();
	}

	@Test
	void aFirstCallCostsTwoRoundTripsBesideTheWorkAndItsCommit() {
		idempotency.once("k", REQUEST, this::pay);
		assertThat(tap.roundTrips()).isEqualTo(4);
		tap.reset();
		idempotency.once("k", REQUEST, this::pay);
		assertThat(tap.roundTrips()).as("claim, find and commit").isEqualTo(3);
	}

	@Test
	void withinATransactionItIsPartOfThatOne() {
		assertThatIllegalStateException().isThrownBy(() -> units.transactions().run(() -> {
			idempotency.once("k", REQUEST, this::pay);
			assertThat(idempotency.once("k", REQUEST, this::pay)).isEqualTo("payment 1");
			throw new IllegalStateException("after the work");
		}));
		units.transactions().run(() -> {
			assertThatIllegalStateException().isThrownBy(() -> units.transactions().nested().run(() -> {
				idempotency.once("k", REQUEST, this::pay);
				throw new IllegalStateException("after the work");
			}));
			assertThat(idempotency.once("k", REQUEST, this::pay)).isEqualTo("payment 3");
		});
		assertThat(units.count("wallets.payment")).isOne();
	}

	@Test
	void aFailureInsideDoomsTheTransactionAround() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> units.transactions()
			.run(() -> assertThatIllegalStateException().isThrownBy(() -> idempotency.once("k", REQUEST, () -> {
				pay();
				throw new IllegalStateException("swallowed outside");
			}))));
		assertThat(units.count("wallets.payment")).isZero();
	}

	@Test
	void aCommitWhoseAnswerWasLostIsFoundByARetry() {
		tap.breakNextCommit(WireTap.Fault.AFTER);
		assertThat(units.transactions().retry(2).idempotent().call(() -> idempotency.once("k", REQUEST, this::pay)))
			.isEqualTo("payment 1");
		assertThat(this.executions).hasValue(1);
		tap.breakNextCommit(WireTap.Fault.BEFORE);
		assertThat(units.transactions().retry(5).idempotent().call(() -> idempotency.once("l", REQUEST, this::pay)))
			.isEqualTo("payment 3");
		assertThat(units.count("wallets.payment")).isEqualTo(2);
	}

	@Test
	void whatCanOnlyReadDoesNothingOnce() {
		assertThatExceptionOfType(ReadOnlyException.class)
			.isThrownBy(() -> units.transactions().readOnly().run(() -> idempotency.once("k", REQUEST, this::pay)));
		assertThat(this.executions).hasValue(0);
	}

	@Test
	void workCanNotAskForTheResponseThatItIsToGive() {
		assertThatIllegalStateException()
			.isThrownBy(() -> idempotency.once("k", REQUEST, () -> idempotency.once("k", REQUEST, this::pay)))
			.withMessageContaining("asks for the response of the same key");
		assertThat(units.count("wallets.idempotency_keys")).isZero();
	}

	@Test
	void workThatRemovesItsOwnKeyIsRolledBack() {
		assertThatIllegalStateException().isThrownBy(() -> idempotency.once("k", REQUEST, () -> {
			units.jdbc().update("DELETE FROM wallets.idempotency_keys");
			return pay();
		})).withMessageContaining("removed its own idempotency key");
		assertThat(units.count("wallets.payment")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a\u0000b" })
	void anInvalidKeyReachesNoServer(String key) {
		assertThatExceptionOfType(InvalidIdempotencyKeyException.class)
			.isThrownBy(() -> idempotency.once(key, REQUEST, this::pay));
		assertThatExceptionOfType(InvalidIdempotencyKeyException.class)
			.isThrownBy(() -> idempotency.once("k".repeat(10_240), REQUEST, this::pay));
		assertThat(tap.roundTrips()).isZero();
	}

	@Test
	void theLongestKeyIsStoredWhatever() {
		String key = "\uD83D\uDE00".repeat(127) + "k";
		idempotency.once(key, REQUEST, this::pay);
		assertThat(idempotency.once(key, REQUEST, this::pay)).isEqualTo("payment 1");
	}

	@Test
	@SuppressWarnings("NullAway")
	void aMissingResponseRollsTheWorkBack() {
		assertThatIllegalStateException().isThrownBy(() -> idempotency.once("k", REQUEST, () -> {
			pay();
			return (@Nullable String) null;
		})).withMessageContaining("has no response");
		assertThat(units.count("wallets.payment")).isZero();
	}

	@Test
	void aResponseThatIsTooLargeRollsTheWorkBack() {
		Idempotency small = idempotency.largestResponse(DataSize.ofBytes(4));
		assertThatExceptionOfType(ResponseTooLargeException.class).isThrownBy(() -> small.once("k", REQUEST, () -> {
			pay();
			return "12345";
		})).withMessageContaining("5 bytes").withMessageContaining("4 may be stored");
		assertThat(units.count("wallets.payment")).isZero();
		assertThat(small.once("k", REQUEST, () -> "1234")).isEqualTo("1234");
		assertThatExceptionOfType(ResponseTooLargeException.class)
			.isThrownBy(() -> idempotency.once("l", REQUEST, () -> "x".repeat(1024 * 1024 + 1)));
		assertThat(idempotency.once("l", REQUEST, () -> "x".repeat(1024 * 1024))).hasSize(1024 * 1024);
		assertThat(idempotency.once("m", REQUEST, () -> "")).isEmpty();
		assertThat(idempotency.once("m", REQUEST, () -> "again")).isEmpty();
	}

	@Test
	void responsesAreStoredAsJson() {
		ResponseCodec<Receipt> codec = new JacksonResponseCodec<>(new JsonMapper(), Receipt.class);
		Receipt first = idempotency.once("k", REQUEST, codec, () -> new Receipt(7, "für Bob", null));
		assertThat(idempotency.once("k", REQUEST, codec, () -> new Receipt(8, "", null))).isEqualTo(first)
			.isEqualTo(new Receipt(7, "für Bob", null));
		assertThat(units.jdbc()
			.queryForObject("SELECT convert_from(response, 'UTF8') FROM wallets.idempotency_keys", String.class))
			.contains("\"number\":7");
	}

	@Test
	void aResponseThatCanNotBeReadIsNoReasonToDoTheWorkAgain() {
		idempotency.once("k", REQUEST, () -> "no JSON");
		ResponseCodec<Receipt> codec = new JacksonResponseCodec<>(new JsonMapper(), Receipt.class);
		assertThatIllegalStateException().isThrownBy(() -> idempotency.once("k", REQUEST, codec, () -> {
			pay();
			return new Receipt(1, "", null);
		})).withMessageContaining("can not be read");
		assertThat(this.executions).hasValue(0);
	}

	@Test
	void aCodecThatFailsRollsTheWorkBack() {
		ResponseCodec<String> failing = new ResponseCodec<>() {

			@Override
			public byte[] encode(String response) {
				throw new IllegalArgumentException("no way");
			}

			@Override
			public String decode(byte[] stored) {
				return new String(stored, StandardCharsets.UTF_8);
			}

		};
		assertThatIllegalArgumentException().isThrownBy(() -> idempotency.once("k", REQUEST, failing, this::pay));
		assertThat(units.count("wallets.payment")).isZero();
	}

	@Test
	void aKeyThatHasExpiredIsAsGoodAsNew() {
		idempotency.once("k", REQUEST, this::pay);
		expire("k");
		assertThat(idempotency.once("k", RequestFingerprint.of("another"), this::pay)).isEqualTo("payment 2");
		assertThat(idempotency.once("k", RequestFingerprint.of("another"), this::pay)).isEqualTo("payment 2");
		assertThat(units.count("wallets.idempotency_keys")).isOne();
	}

	@Test
	void theRetentionIsCountedByTheServer() {
		idempotency.retention(Duration.ofMinutes(90)).once("k", REQUEST, this::pay);
		assertThat(units.jdbc()
			.queryForObject("SELECT expires_at BETWEEN now() + interval '89 minutes' AND now() + interval '90 minutes'"
					+ " FROM wallets.idempotency_keys", Boolean.class))
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT0.999S", "P3651D", "P999999999D" })
	void aRetentionThatMakesNoSenseIsRefused(Duration retention) {
		assertThatIllegalArgumentException().isThrownBy(() -> idempotency.retention(retention));
		assertThatIllegalArgumentException().isThrownBy(() -> idempotency.largestResponse(DataSize.ofBytes(0)));
	}

	@Test
	void storingAResponseRemovesTwoThatHaveExpired() {
		expired(5);
		idempotency.once("k", REQUEST, this::pay);
		assertThat(units.count("wallets.idempotency_keys")).isEqualTo(4);
		units.transactions().isolation(Isolation.READ_COMMITTED).run(() -> idempotency.once("l", REQUEST, this::pay));
		assertThat(units.count("wallets.idempotency_keys")).isEqualTo(3);
		units.transactions().isolation(Isolation.SERIALIZABLE).run(() -> idempotency.once("m", REQUEST, this::pay));
		assertThat(units.count("wallets.idempotency_keys")).isEqualTo(4);
		idempotency.once("k", REQUEST, this::pay);
		assertThat(units.count("wallets.idempotency_keys")).as("a repeat removes nothing").isEqualTo(4);
	}

	@Test
	void aPurgeRemovesAllThatHaveExpired() {
		expired(2500);
		idempotency.once("k", REQUEST, this::pay);
		tap.reset();
		assertThat(idempotency.purge()).isEqualTo(2498);
		assertThat(tap.statements()).filteredOn((sql) -> sql.startsWith("COMMIT")).hasSize(3);
		assertThat(units.count("wallets.idempotency_keys")).isOne();
		assertThat(idempotency.purge()).isZero();
	}

	@Test
	void aPurgeLooksAtNothingButWhatHasExpired() {
		units.jdbc()
			.update("INSERT INTO wallets.idempotency_keys SELECT n::text, '', '', now() + interval '1 hour'"
					+ " FROM generate_series(1, 20000) n");
		units.jdbc().execute("ANALYZE wallets.idempotency_keys");
		JdbcClient client = JdbcClient.create(units.pool());
		for (String sql : List.of(statement("DELETE FROM"), statement("WITH expired"))) {
			// As many times as the driver and the server want before they keep a plan.
			for (int i = 0; i < 12; i++) {
				List<String> plan = client.sql("EXPLAIN (ANALYZE, BUFFERS) " + sql.replaceAll("LIMIT \\S+", "LIMIT 2"))
					.params(sql.startsWith("WITH") ? new Object[] { "", new byte[0], "" } : new Object[0])
					.query(String.class)
					.list();
				assertThat(plan).noneMatch((line) -> line.contains("Seq Scan"))
					.anyMatch((line) -> line.contains("idx_idempotency_keys_expires_at"))
					.noneMatch((line) -> line.contains("Rows Removed by Filter"));
			}
		}
	}

	private static String statement(String start) {
		tap.reset();
		// A new connection, to which the statements are said in full.
		try (TestUnits fresh = TestUnits.of(tap.database())) {
			Idempotency spoken = new Idempotency("wallets", "wallets", fresh.transactions(),
					JdbcClient.create(fresh.jdbc()));
			spoken.once("statement " + start, REQUEST, () -> "");
			spoken.purge();
		}
		return tap.statements()
			.stream()
			.map(String::strip)
			.filter((sql) -> sql.startsWith(start))
			.findFirst()
			.orElseThrow()
			.replaceAll("\\$\\d", "?");
	}

	@Test
	void aPurgeIsNoPartOfATransaction() {
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> units.transactions().run(idempotency::purge));
	}

	@Test
	void aMissingTableIsExplainedWithTheSqlThatCreatesIt() {
		database.execute("DROP SCHEMA IF EXISTS \"order\" CASCADE");
		database.execute("CREATE SCHEMA \"order\"");
		Idempotency missing = of("order");
		assertThatExceptionOfType(IdempotencyTableException.class).isThrownBy(missing::check)
			.withMessageContaining("order.idempotency_keys")
			.withMessageContaining("42P01");
		IdempotencyTableException ex = catchThrowableOfType(IdempotencyTableException.class,
				() -> missing.once("k", REQUEST, this::pay));
		assertThat(this.executions).hasValue(0);
		assertThatExceptionOfType(IdempotencyTableException.class).isThrownBy(missing::purge);
		database.execute(IdempotencyTables.sqlOf(ex));
		missing.check();
		assertThat(missing.once("k", REQUEST, this::pay)).isEqualTo("payment 1");
		assertThat(missing.once("k", REQUEST, this::pay)).isEqualTo("payment 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP COLUMN response", "DROP CONSTRAINT pk_idempotency_keys",
			"ALTER COLUMN fingerprint TYPE text USING ''", "RENAME COLUMN expires_at TO expires" })
	void aTableThatIsAnotherIsFoundOut(String change) {
		database.execute("CREATE SCHEMA IF NOT EXISTS changed");
		database.execute("DROP TABLE IF EXISTS changed.idempotency_keys");
		database.execute(IdempotencyTables.create("changed"));
		Idempotency changed = of("changed");
		changed.check();
		database.execute("ALTER TABLE changed.idempotency_keys " + change);
		assertThatExceptionOfType(IdempotencyTableException.class).isThrownBy(changed::check)
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("CREATE TABLE", "alter it"));
	}

	@Test
	void checkingExecutesNothing() {
		idempotency.check();
		assertThat(units.count("wallets.idempotency_keys")).isZero();
	}

	private static Idempotency of(String schema) {
		return new Idempotency("wallets", schema, units.transactions(), JdbcClient.create(units.jdbc()));
	}

	private String pay() {
		int id = this.executions.incrementAndGet();
		units.jdbc().update("INSERT INTO wallets.payment VALUES (?)", id);
		return "payment " + id;
	}

	private static void expire(String key) {
		units.jdbc()
			.update("UPDATE wallets.idempotency_keys SET expires_at = now() - interval '1 second' WHERE key = ?", key);
	}

	private static void expired(int count) {
		units.jdbc()
			.update("INSERT INTO wallets.idempotency_keys SELECT 'expired ' || n, '', '', now() - n * interval '1 second'"
					+ " FROM generate_series(1, ?) n", count);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E sneaky(Throwable failure) throws E {
		throw (E) failure;
	}

	/**
	 * A response.
	 */
	record Receipt(int number, String text, @Nullable String nothing) {

	}

}
