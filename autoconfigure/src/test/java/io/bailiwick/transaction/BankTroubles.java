package io.bailiwick.transaction;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import io.bailiwick.database.embedded.PostgresNode;
import io.bailiwick.transaction.WireTap.Fault;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a bank has to live with: sessions that are ended, a network that breaks during
 * COMMIT, a server that is killed.
 */
final class BankTroubles {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** How many transfers are concluded between two troubles. */
	private static final int PEACE = 20;

	private final PostgresNode server;

	private final WireTap network;

	private final BankBooks books;

	private final SplittableRandom random;

	BankTroubles(PostgresNode server, WireTap network, BankBooks books, SplittableRandom random) {
		this.server = server;
		this.network = network;
		this.books = books;
		this.random = random;
	}

	/**
	 * Make trouble for some time.
	 * @param end in the time of {@link System#nanoTime()}
	 */
	void make(long end) {
		while (System.nanoTime() < end) {
			int before = concluded();
			await("transfers go on", () -> concluded() >= before + PEACE);
			if (this.random.nextBoolean()) {
				endSession();
			}
			else {
				this.network.breakNextCommit(this.random.nextBoolean() ? Fault.BEFORE : Fault.AFTER);
				await("a COMMIT is sent", this.network::hasBroken);
				this.books.count("COMMITs cut off");
			}
		}
	}

	/**
	 * Of one of the tellers, in whatever it is doing.
	 */
	private void endSession() {
		JdbcTemplate admin = this.server.jdbc();
		List<Integer> sessions = admin.queryForList("""
				SELECT pid FROM pg_stat_activity WHERE application_name = 'teller' AND xact_start IS NOT NULL
				ORDER BY query <> 'COMMIT', pid""", Integer.class);
		if (!sessions.isEmpty()) {
			// Often the first ones, which are about to commit.
			int chosen = this.random.nextInt(1 + this.random.nextInt(sessions.size()));
			if (Boolean.TRUE
				.equals(admin.queryForObject("SELECT pg_terminate_backend(?)", Boolean.class, sessions.get(chosen)))) {
				this.books.count("sessions ended");
			}
		}
	}

	/**
	 * Kill the server with everything that is going on, and start it again.
	 */
	void killServer() throws Exception {
		this.server.kill();
		this.server.restart();
		this.books.count("servers killed");
		int before = this.books.done().size();
		await("money moves again", () -> this.books.done().size() >= before + PEACE);
	}

	private int concluded() {
		return this.books.done().size() + this.books.notDone().size();
	}

	private void await(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end || !this.books.mistakes().isEmpty()) {
				throw new AssertionError("Not within %s: %s. So far %s".formatted(PATIENCE, what, this.books));
			}
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted", ex);
			}
		}
	}

}
