package io.bailiwick.migration.intent;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a statement is, and what it is about.
 *
 * @param kind what can be known about it
 * @param target the table or index that it works on, as it is spelt in the statement, or
 * {@code null}
 * @param object the index to create or drop or the partition to detach, as it is spelt in
 * the statement, or {@code null}
 */
record Classified(StatementKind kind, @Nullable String target, @Nullable String object) {

	private static final Set<String> SESSION = Set.of("SET", "RESET", "LISTEN", "UNLISTEN", "LOAD", "DISCARD",
			"DEALLOCATE");

	private static final Set<String> REPEATABLE = Set.of("VACUUM", "CLUSTER", "REINDEX", "CHECKPOINT");

	/**
	 * Statements that PostgreSQL runs in any transaction, but for those that are sorted
	 * out before.
	 */
	private static final Set<String> TRANSACTIONAL = Set.of("SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE",
			"DELETE", "MERGE", "TRUNCATE", "COPY", "COMMENT", "GRANT", "REVOKE", "LOCK", "REFRESH", "IMPORT",
			"SECURITY", "REASSIGN", "EXPLAIN", "NOTIFY", "ANALYZE", "CREATE", "ALTER", "DROP", "SHOW");

	private static final Set<String> CLUSTER_WIDE = Set.of("DATABASE", "TABLESPACE", "SUBSCRIPTION");

	/**
	 * Take a statement apart.
	 */
	static Classified of(String sql) {
		SqlTokens tokens = new SqlTokens(sql);
		if (tokens.isAt("BEGIN") || tokens.skip("START", "TRANSACTION")) {
			return simple(StatementKind.BEGIN);
		}
		if (tokens.skip("PREPARE")) {
			return simple(tokens.isAt("TRANSACTION") ? StatementKind.UNKNOWN : StatementKind.SESSION);
		}
		if (tokens.isAt("COMMIT") || tokens.isAt("END") || tokens.isAt("ROLLBACK") || tokens.isAt("ABORT")) {
			return endOfTransaction(tokens);
		}
		if (tokens.isAt("SAVEPOINT") || tokens.isAt("RELEASE")) {
			return simple(StatementKind.TRANSACTIONAL);
		}
		if (tokens.skip("CREATE")) {
			return create(tokens);
		}
		if (tokens.skip("DROP")) {
			return drop(tokens);
		}
		if (tokens.skip("ALTER")) {
			return alter(tokens);
		}
		if (tokens.skip("REINDEX")) {
			return reindex(tokens);
		}
		if (tokens.skip("DO")) {
			return simple(isPlainBlock(sql) ? StatementKind.TRANSACTIONAL : StatementKind.UNKNOWN);
		}
		return simple(byFirstWord(tokens));
	}

	private static StatementKind byFirstWord(SqlTokens tokens) {
		if (SESSION.stream().anyMatch(tokens::isAt)) {
			return StatementKind.SESSION;
		}
		if (REPEATABLE.stream().anyMatch(tokens::isAt)) {
			return StatementKind.REPEATABLE;
		}
		return TRANSACTIONAL.stream().anyMatch(tokens::isAt) ? StatementKind.TRANSACTIONAL : StatementKind.UNKNOWN;
	}

	private static Classified endOfTransaction(SqlTokens tokens) {
		boolean kept = tokens.isAt("COMMIT") || tokens.isAt("END");
		if (tokens.contains("TO")) {
			return simple(StatementKind.TRANSACTIONAL);
		}
		boolean chained = tokens.contains("CHAIN") && !tokens.contains("NO");
		if (chained || tokens.contains("PREPARED")) {
			return simple(StatementKind.UNKNOWN);
		}
		return simple(kept ? StatementKind.COMMIT : StatementKind.ROLLBACK);
	}

	private static Classified create(SqlTokens tokens) {
		if (CLUSTER_WIDE.stream().anyMatch(tokens::isAt)) {
			return simple(StatementKind.UNKNOWN);
		}
		if (!tokens.skip("INDEX", "CONCURRENTLY") && !tokens.skip("UNIQUE", "INDEX", "CONCURRENTLY")) {
			return simple(StatementKind.TRANSACTIONAL);
		}
		tokens.skip("IF", "NOT", "EXISTS");
		String index = tokens.isAt("ON") ? null : tokens.name();
		if (!tokens.skip("ON")) {
			return simple(StatementKind.UNKNOWN);
		}
		tokens.skip("ONLY");
		return new Classified(StatementKind.CREATE_INDEX, tokens.name(), index);
	}

	private static Classified drop(SqlTokens tokens) {
		if (CLUSTER_WIDE.stream().anyMatch(tokens::isAt)) {
			return simple(StatementKind.UNKNOWN);
		}
		if (!tokens.skip("INDEX", "CONCURRENTLY")) {
			return simple(StatementKind.TRANSACTIONAL);
		}
		tokens.skip("IF", "EXISTS");
		return new Classified(StatementKind.DROP_INDEX, null, tokens.name());
	}

	private static Classified alter(SqlTokens tokens) {
		if (tokens.isAt("SYSTEM")) {
			return simple(StatementKind.REPEATABLE);
		}
		if (tokens.isAt("SUBSCRIPTION") || (tokens.isAt("DATABASE") && tokens.contains("TABLESPACE"))) {
			return simple(StatementKind.UNKNOWN);
		}
		if (!tokens.skip("TABLE")) {
			return simple(StatementKind.TRANSACTIONAL);
		}
		tokens.skip("IF", "EXISTS");
		tokens.skip("ONLY");
		String table = tokens.name();
		tokens.skip("*");
		if (!tokens.skip("DETACH", "PARTITION")) {
			return simple(StatementKind.TRANSACTIONAL);
		}
		String partition = tokens.name();
		return tokens.isAt("CONCURRENTLY") ? new Classified(StatementKind.DETACH, table, partition)
				: simple(StatementKind.TRANSACTIONAL);
	}

	private static Classified reindex(SqlTokens tokens) {
		boolean option = tokens.isAt("(") && tokens.contains("CONCURRENTLY");
		tokens.skipParentheses();
		tokens.skip("VERBOSE");
		boolean single = tokens.isAt("TABLE") || tokens.isAt("INDEX");
		tokens.name();
		if (!tokens.skip("CONCURRENTLY") && !option) {
			return simple(StatementKind.REPEATABLE);
		}
		return single ? new Classified(StatementKind.REINDEX, tokens.name(), null) : simple(StatementKind.REINDEX_MANY);
	}

	/**
	 * Only a block that ends no transaction can be run in one.
	 */
	private static boolean isPlainBlock(String sql) {
		return !sql.matches("(?is).*\\b(?:COMMIT|ROLLBACK|CALL)\\b.*");
	}

	private static Classified simple(StatementKind kind) {
		return new Classified(kind, null, null);
	}

}
