package io.bailiwick.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionDefinition;

/**
 * What has to be said to the server at the start of a transaction: statements that come
 * before the first one.
 *
 * @param isolationLevel one of the constants of {@link TransactionDefinition}
 * @param timeoutMillis how long the transaction may last, or 0
 * @param identified whether to ask for the id of the transaction
 */
record Preamble(int isolationLevel, int timeoutMillis, boolean identified) {

	static final String ASK_FOR_ID = "SELECT pg_current_xact_id(), " + ServerLife.SINCE + "; ";

	private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;

	// Everything else may be a statement that must come before a snapshot is taken, such
	// as
	// LOCK, or one that asking for the id would disturb.
	private static final Pattern TAKES_SNAPSHOT = Pattern.compile(
			"(?is)(?:\\s++|--[^\\n]*+\\n|/\\*.*?\\*/|\\()*+(?:select|insert|update|delete|merge|with|values|table)\\b");

	/**
	 * Return what is to be said, or {@code null} if the driver says everything itself: it
	 * does so for a transaction that is read-only and no more.
	 */
	static @Nullable Preamble of(TransactionDefinition definition, int timeoutMillis) {
		boolean identified = definition instanceof UnitDefinition unit && unit.identified() && !unit.isReadOnly();
		if (definition.getIsolationLevel() == TransactionDefinition.ISOLATION_DEFAULT && timeoutMillis <= 0
				&& !identified) {
			return null;
		}
		return new Preamble(definition.getIsolationLevel(), timeoutMillis, identified);
	}

	/**
	 * Asking for the id takes a snapshot. Where that is not what the statement does
	 * anyway it would change what a repeatable read or serializable transaction sees.
	 */
	static boolean takesSnapshot(String sql) {
		return TAKES_SNAPSHOT.matcher(sql).lookingAt();
	}

	boolean hasTimeout() {
		return this.timeoutMillis > 0;
	}

	/**
	 * The settings, none of which takes a snapshot or does any harm when it is executed
	 * again.
	 */
	List<String> settings(int majorVersion) {
		List<String> settings = new ArrayList<>();
		if (this.isolationLevel != TransactionDefinition.ISOLATION_DEFAULT) {
			settings.add("SET TRANSACTION ISOLATION LEVEL " + isolationName(this.isolationLevel));
		}
		if (hasTimeout()) {
			settings.add("SET LOCAL statement_timeout = " + this.timeoutMillis);
			settings.add((majorVersion >= FIRST_WITH_TRANSACTION_TIMEOUT)
					? "SET LOCAL transaction_timeout = " + (this.timeoutMillis + grace())
					: "SET LOCAL idle_in_transaction_session_timeout = " + this.timeoutMillis);
		}
		return settings;
	}

	/**
	 * The server ends the session at a transaction timeout and ignores a statement
	 * timeout that is not shorter. The first statement shall end without such harm.
	 */
	private int grace() {
		int grace = Math.max(50, Math.min(this.timeoutMillis / 10, 1000));
		return Math.min(grace, Integer.MAX_VALUE - this.timeoutMillis);
	}

	static String isolationName(int isolationLevel) {
		return switch (isolationLevel) {
			case TransactionDefinition.ISOLATION_READ_UNCOMMITTED -> "READ UNCOMMITTED";
			case TransactionDefinition.ISOLATION_READ_COMMITTED -> "READ COMMITTED";
			case TransactionDefinition.ISOLATION_REPEATABLE_READ -> "REPEATABLE READ";
			case TransactionDefinition.ISOLATION_SERIALIZABLE -> "SERIALIZABLE";
			default -> throw new IllegalArgumentException("There is no isolation level " + isolationLevel);
		};
	}

}
