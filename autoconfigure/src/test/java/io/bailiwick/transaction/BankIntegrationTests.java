package io.bailiwick.transaction;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bailiwick.database.embedded.PostgresNode;
import io.bailiwick.database.error.DeadlockException;
import io.bailiwick.database.error.SerializationFailureException;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Money moves for a minute in everybody's way, while sessions are ended, connections
 * break during COMMIT and the server is killed twice; and whatever {@link Transactions}
 * has said of a transfer is true in the end.
 * <p>
 * {@code -Dbank.seconds=600} lets it run longer, {@code -Dbank.seed=…} asks for other
 * orders and troubles. Which thread comes first is up to the machine.
 */
class BankIntegrationTests {

	private static final Duration DURATION = Duration.ofSeconds(Long.getLong("bank.seconds", 60));

	private static final long SEED = Long.getLong("bank.seed", 20261121);

	private static final LoggingSystem LOGGING = LoggingSystem.get(BankIntegrationTests.class.getClassLoader());

	private static final int TELLERS = 16;

	private static final int AUDITORS = 2;

	@TempDir
	Path directory;

	private final BankBooks books = new BankBooks();

	private final AtomicBoolean closed = new AtomicBoolean();

	@BeforeEach
	void muteThePool() {
		// It tells of each connection that breaks, with a stack trace.
		LOGGING.setLogLevel("com.zaxxer.hikari", LogLevel.OFF);
	}

	@AfterEach
	void unmuteThePool() {
		LOGGING.setLogLevel("com.zaxxer.hikari", null);
	}

	@Test
	void nothingIsLostAndNothingIsDoneTwice() throws Exception {
		System.out.printf("The bank is open for %d s, seed %d%n", DURATION.toSeconds(), SEED);
		SplittableRandom random = new SplittableRandom(SEED);
		try (PostgresNode server = PostgresNode.durable(this.directory, Map.of("deadlock_timeout", "20ms"))) {
			Bank.open(server.database());
			try (WireTap network = WireTap.withoutNotes(server.database());
					TestUnits near = TestUnits.of(named(server.database(), "teller"), TELLERS);
					TestUnits far = TestUnits.of(named(network.database(), "teller"), TELLERS);
					TestUnits office = TestUnits.of(named(server.database(), "auditor"))) {
				List<Thread> staff = new ArrayList<>();
				for (int i = 0; i < TELLERS; i++) {
					TestUnits units = (i % 2 == 0) ? near : far;
					staff.add(start(new BankTeller(new Bank(units, this.books), units.transactions(), this.books,
							random.split(), this.closed::get)));
				}
				for (int i = 0; i < AUDITORS; i++) {
					staff.add(start(new BankAuditor(office, this.books, this.closed::get)));
				}
				try {
					trouble(new BankTroubles(server, network, this.books, random.split()));
				}
				finally {
					close(staff);
				}
			}
			System.out.println(this.books);
			assertThat(this.books.mistakes()).isEmpty();
			assertThatAllIsTrue(server);
			assertThatItWasWorthIt();
		}
	}

	private static void trouble(BankTroubles troubles) throws Exception {
		long begin = System.nanoTime();
		troubles.make(begin + DURATION.toNanos() / 3);
		troubles.killServer();
		troubles.make(begin + DURATION.toNanos() * 2 / 3);
		troubles.killServer();
		troubles.make(begin + DURATION.toNanos());
	}

	private static Database named(Database database, String application) {
		String separator = database.url().contains("?") ? "&" : "?";
		return new Database(database.url() + separator + "ApplicationName=" + application, database.username(),
				database.password());
	}

	private static Thread start(Runnable work) {
		Thread thread = new Thread(work, "bank");
		thread.start();
		return thread;
	}

	private void close(List<Thread> staff) throws InterruptedException {
		this.closed.set(true);
		for (Thread thread : staff) {
			thread.join(TimeUnit.MINUTES.toMillis(2));
			assertThat(thread.isAlive()).as("somebody does not come to an end: %s", this.books).isFalse();
		}
	}

	private void assertThatAllIsTrue(PostgresNode server) throws IOException {
		List<Long> transfers = server.jdbc().queryForList("SELECT id FROM transfer", Long.class);
		Set<Long> different = new HashSet<>(transfers);
		assertThat(transfers).as("each once").hasSameSizeAs(different);
		assertThat(different).as("what was acknowledged").containsAll(this.books.done());
		assertThat(different).as("what was refused or has failed").doesNotContainAnyElementsOf(this.books.notDone());
		assertThat(different).as("nothing else").hasSameSizeAs(this.books.done());
		assertThat(server.jdbc().queryForObject("SELECT sum(balance) FROM account", Long.class)).as("the money")
			.isEqualTo(BankOrder.ACCOUNTS * BankOrder.BALANCE);
		assertThat(BankAuditor.wrongAccounts(server.jdbc())).isEmpty();
	}

	/**
	 * Peace proves nothing.
	 */
	private void assertThatItWasWorthIt() {
		assertThat(this.books.done()).hasSizeGreaterThan(1000);
		assertThat(this.books.notDone()).hasSizeGreaterThan(100);
		assertThat(this.books.count(SerializationFailureException.class)).isPositive();
		assertThat(this.books.count(DeadlockException.class)).isPositive();
		assertThat(this.books.count(CommitOutcomeUnknownException.class)).isPositive();
		assertThat(this.books.counted("servers killed")).isEqualTo(2);
		for (String what : List.of("sessions ended", "COMMITs cut off", "unknown, then COMMITTED",
				"unknown, then ROLLED_BACK", "nested done", "nested undone alone",
				"not done because of CheckViolationException", "not done because of NotCovered", "audits")) {
			assertThat(this.books.counted(what)).as(what).isPositive();
		}
	}

}
