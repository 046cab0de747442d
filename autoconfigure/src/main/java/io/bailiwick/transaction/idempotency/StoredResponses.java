package io.bailiwick.transaction.idempotency;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys and responses of a domain, in the transaction that there is.
 */
final class StoredResponses {

	private static final int ATTEMPTS = 20;

	private static final double MILLIS_PER_SECOND = 1000;

	private static final String PERMISSION_DENIED = "42501";

	private final String domain;

	private final KeyTable table;

	private final JdbcClient jdbc;

	StoredResponses(String domain, KeyTable table, JdbcClient jdbc) {
		this.domain = domain;
		this.table = table;
		this.jdbc = jdbc;
	}

	/**
	 * Let the server look at all that will be executed, and execute none of it.
	 */
	void check() {
		byte[] bytes = {};
		usable(() -> this.jdbc.sql("EXPLAIN " + this.table.claim()).params("", bytes, 1.0).query().listOfRows());
		usable(() -> this.jdbc.sql("EXPLAIN " + this.table.find()).params(bytes, "").query().listOfRows());
		usable(() -> this.jdbc.sql("EXPLAIN " + this.table.store()).params("", bytes, "").query().listOfRows());
	}

	/**
	 * Be the first with a key, or get what the first has stored. While the first is still
	 * at work, this waits for it.
	 * @return the response, or {@code null} to the first
	 */
	byte @Nullable [] claim(IdempotencyKey key, RequestFingerprint request, Duration retention) {
		double seconds = retention.toMillis() / MILLIS_PER_SECOND;
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			if (usable(() -> this.jdbc.sql(this.table.claim())
				.params(key.value(), request.bytes(), seconds)
				.update()) > 0) {
				return null;
			}
			Row row = find(key, request);
			if (row != null && !row.expired()) {
				return responseOf(row, key);
			}
			if (row != null && this.jdbc.sql(this.table.claimExpired())
				.params(request.bytes(), seconds, key.value())
				.update() > 0) {
				return null;
			}
			// Between the statements, somebody else has removed or claimed what had
			// expired.
		}
		throw new ConcurrencyFailureException(
				"Domain '%s': others kept removing and claiming an idempotency key".formatted(this.domain));
	}

	private @Nullable Row find(IdempotencyKey key, RequestFingerprint request) {
		return this.jdbc.sql(this.table.find())
			.params(request.bytes(), key.value())
			.query((result, number) -> new Row(result.getBoolean("same"), result.getBytes("response"),
					result.getBoolean("expired")))
			.optional()
			.orElse(null);
	}

	private byte[] responseOf(Row row, IdempotencyKey key) {
		if (!row.same()) {
			throw new IdempotencyKeyReusedException(this.domain, key.value());
		}
		if (row.response() == null) {
			throw new IllegalStateException(
					"Domain '%s': the work of an idempotency key asks for the response of the same key"
						.formatted(this.domain));
		}
		return row.response();
	}

	void store(IdempotencyKey key, byte[] response) {
		if (this.jdbc.sql(this.table.store()).params(key.value(), response, key.value()).update() != 1) {
			throw new IllegalStateException("Domain '%s': the work has removed its own idempotency key from '%s.%s'"
				.formatted(this.domain, this.table.schema(), KeyTable.NAME));
		}
	}

	int purge(int most) {
		return usable(() -> this.jdbc.sql(this.table.purge()).param(most).update());
	}

	private <T> T usable(Supplier<T> use) {
		try {
			return use.get();
		}
		catch (BadSqlGrammarException ex) {
			SQLException error = ex.getSQLException();
			throw (error != null) ? explain(error, ex) : ex;
		}
	}

	private IdempotencyTableException explain(SQLException error, RuntimeException cause) {
		String table = this.table.schema() + "." + KeyTable.NAME;
		String action = PERMISSION_DENIED.equals(error.getSQLState())
				? "Let the role of the application use it: GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO …;"
					.formatted(table)
				: "Create it with a new migration of the domain:%n%n%s%nIf it is there, alter it to be like that."
					.formatted(this.table.create());
		return new IdempotencyTableException(
				"The domain '%s' is asked to do work once, and the table '%s', in which it keeps the keys, can not be used: %s [SQLSTATE %s]."
					.formatted(this.domain, table, error.getMessage(), error.getSQLState()),
				action, cause);
	}

	/**
	 * A key as it is stored.
	 */
	private record Row(boolean same, byte @Nullable [] response, boolean expired) {

	}

}
