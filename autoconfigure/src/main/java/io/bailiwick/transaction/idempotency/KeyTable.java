package io.bailiwick.transaction.idempotency;

/**
 * The table of keys in a domain's schema: how it is created, and every statement that is
 * executed on it. A domain that uses it creates it with a migration of its own.
 *
 * @param schema the schema
 */
record KeyTable(String schema) {

	private static final String CREATE = """
			CREATE TABLE %1$s (
				key text COLLATE "C" CONSTRAINT pk_idempotency_keys PRIMARY KEY,
				fingerprint bytea NOT NULL,
				response bytea,
				expires_at timestamptz NOT NULL
			);
			CREATE INDEX idx_idempotency_keys_expires_at ON %1$s (expires_at);
			""";

	/**
	 * Waits for a transaction that has inserted the key and is not over: for nothing if
	 * that is rolled back, and to do nothing if it is committed.
	 */
	private static final String CLAIM = """
			INSERT INTO %s (key, fingerprint, expires_at)
			VALUES (?, ?, statement_timestamp() + make_interval(secs => ?))
			ON CONFLICT (key) DO NOTHING""";

	private static final String FIND = """
			SELECT fingerprint = ?::bytea AS same, response, expires_at <= statement_timestamp() AS expired FROM %s WHERE key = ?""";

	private static final String CLAIM_EXPIRED = """
			UPDATE %s SET fingerprint = ?, response = NULL, expires_at = statement_timestamp() + make_interval(secs => ?)
			WHERE key = ? AND expires_at <= statement_timestamp()""";

	/**
	 * Removes two others that have expired on the way, so that the table does not grow
	 * where nobody purges it. Not above READ COMMITTED, where that would make
	 * transactions collide. The time is that of the statement because the server can look
	 * that up in the index, other than {@code clock_timestamp()}.
	 */
	private static final String STORE = """
			WITH expired AS (
				DELETE FROM %1$s WHERE current_setting('transaction_isolation') = 'read committed'
				AND key = ANY (ARRAY (SELECT key FROM %1$s WHERE expires_at <= statement_timestamp() AND key <> ?
					ORDER BY expires_at LIMIT 2 FOR UPDATE SKIP LOCKED))
			)
			UPDATE %1$s SET response = ? WHERE key = ?""";

	private static final String PURGE = """
			DELETE FROM %1$s WHERE key = ANY (ARRAY (SELECT key FROM %1$s WHERE expires_at <= statement_timestamp()
				ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED))""";

	static final String NAME = "idempotency_keys";

	/**
	 * The statements of a migration.
	 */
	String create() {
		return CREATE.formatted(quoted());
	}

	String claim() {
		return CLAIM.formatted(quoted());
	}

	String find() {
		return FIND.formatted(quoted());
	}

	String claimExpired() {
		return CLAIM_EXPIRED.formatted(quoted());
	}

	String store() {
		return STORE.formatted(quoted());
	}

	String purge() {
		return PURGE.formatted(quoted());
	}

	/**
	 * Names of schemas may be keywords.
	 */
	private String quoted() {
		return "\"" + this.schema + "\"." + NAME;
	}

}
