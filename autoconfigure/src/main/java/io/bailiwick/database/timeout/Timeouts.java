package io.bailiwick.database.timeout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The timeouts that a server keeps for a session. Each is {@code null} where nothing is
 * to be said about it, and zero where it is to be off. The server counts in milliseconds
 * (PostgreSQL documentation, "Client Connection Defaults").
 *
 * @param statement how long a statement may run ({@code statement_timeout})
 * @param lock how long a statement may wait for one lock ({@code lock_timeout})
 * @param idleInTransaction how long a transaction may wait for its client; the server
 * then ends the session ({@code idle_in_transaction_session_timeout})
 * @param transaction how long a transaction may last; the server then ends the session
 * ({@code transaction_timeout}, since PostgreSQL 17; older servers are not told)
 */
public record Timeouts(@Nullable Duration statement, @Nullable Duration lock, @Nullable Duration idleInTransaction,
		@Nullable Duration transaction) {

	/**
	 * Nothing is said.
	 */
	public static final Timeouts NONE = new Timeouts(null, null, null, null);

	/**
	 * What holds for an application where neither it nor its server says anything: long
	 * enough for what a user waits for, short enough to end what nobody waits for any
	 * more. There is no bound on a transaction as a whole.
	 */
	public static final Timeouts APPLICATION = new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(10),
			Duration.ofSeconds(60), null);

	/**
	 * What holds for migrations where nothing else is configured: they may take as long
	 * as they need, but must not keep others waiting in a queue behind them for long.
	 */
	public static final Timeouts MIGRATION = new Timeouts(Duration.ZERO, Duration.ofSeconds(10), Duration.ZERO,
			Duration.ZERO);

	private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;

	/**
	 * Check the timeouts.
	 */
	public Timeouts {
		check("statement", statement);
		check("lock", lock);
		check("idleInTransaction", idleInTransaction);
		check("transaction", transaction);
	}

	private static void check(String name, @Nullable Duration timeout) {
		if (timeout != null) {
			Assert.isTrue(!timeout.isNegative(), () -> "'%s' must not be negative".formatted(name));
			Assert.isTrue(timeout.isZero() || timeout.compareTo(Duration.ofMillis(1)) >= 0,
					() -> "'%s' must be at least 1 ms: to the server less is 0, which means off".formatted(name));
			Assert.isTrue(timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0,
					() -> "'%s' must be at most %d ms".formatted(name, Integer.MAX_VALUE));
		}
	}

	/**
	 * Fill in what these timeouts leave open.
	 * @param defaults the timeouts to take instead
	 * @return complete timeouts, as far as the defaults are
	 */
	public Timeouts orElse(Timeouts defaults) {
		return new Timeouts((this.statement != null) ? this.statement : defaults.statement,
				(this.lock != null) ? this.lock : defaults.lock,
				(this.idleInTransaction != null) ? this.idleInTransaction : defaults.idleInTransaction,
				(this.transaction != null) ? this.transaction : defaults.transaction);
	}

	/**
	 * Return whether the server's version must be known before these timeouts can be
	 * sent: an older one refuses a connection that asks for what it does not know.
	 * @return {@code true} if there is a transaction timeout
	 */
	public boolean needServerVersion() {
		return this.transaction != null;
	}

	/**
	 * Return the server's settings.
	 * @param majorVersion the major version of the server, or 0 if it is not known
	 * @return milliseconds by the name of the setting
	 */
	public Map<String, String> settings(int majorVersion) {
		Map<String, String> settings = new LinkedHashMap<>();
		put(settings, "statement_timeout", this.statement);
		put(settings, "lock_timeout", this.lock);
		put(settings, "idle_in_transaction_session_timeout", this.idleInTransaction);
		if (majorVersion >= FIRST_WITH_TRANSACTION_TIMEOUT) {
			put(settings, "transaction_timeout", this.transaction);
		}
		return settings;
	}

	private static void put(Map<String, String> settings, String name, @Nullable Duration timeout) {
		if (timeout != null) {
			settings.put(name, String.valueOf(timeout.toMillis()));
		}
	}

}
