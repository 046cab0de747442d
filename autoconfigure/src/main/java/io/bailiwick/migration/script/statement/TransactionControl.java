package io.bailiwick.migration.script.statement;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does to the transaction that it runs in. Savepoints do nothing to it.
 */
public enum TransactionControl {

	/**
	 * Begins one like the one that a migration has anyway.
	 */
	BEGIN,

	/**
	 * Ends it and keeps what was done.
	 */
	COMMIT,

	/**
	 * Does what a migration that runs in a transaction can not mean: rolls it back,
	 * chains another, prepares it, or asks for one of another kind.
	 */
	OTHER;

	private static final int ENOUGH_WORDS = 6;

	private static final Set<String> NOISE = Set.of("WORK", "TRANSACTION");

	/**
	 * Tell what a statement does to its transaction (PostgreSQL documentation, "SQL
	 * Commands": BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, ABORT, PREPARE
	 * TRANSACTION).
	 * @param sql the statement
	 * @return what it does, or {@code null} if it does nothing to it
	 */
	public static @Nullable TransactionControl of(String sql) {
		List<String> words = SqlWords.first(sql, ENOUGH_WORDS);
		String first = words.isEmpty() ? "" : words.get(0);
		List<String> rest = words.stream().skip(1).filter((word) -> !NOISE.contains(word)).toList();
		return switch (first) {
			case "BEGIN" -> rest.isEmpty() ? BEGIN : OTHER;
			case "START" -> words.contains("TRANSACTION") ? (rest.isEmpty() ? BEGIN : OTHER) : null;
			case "COMMIT", "END" -> (rest.isEmpty() || rest.equals(List.of("AND", "NO", "CHAIN"))) ? COMMIT : OTHER;
			case "ROLLBACK" -> (!rest.isEmpty() && rest.get(0).equals("TO")) ? null : OTHER;
			case "ABORT" -> OTHER;
			case "PREPARE" -> (words.size() > 1 && words.get(1).equals("TRANSACTION")) ? OTHER : null;
			default -> null;
		};
	}

}
