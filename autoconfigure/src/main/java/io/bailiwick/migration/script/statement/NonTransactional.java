package io.bailiwick.migration.script.statement;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The statements that PostgreSQL refuses to run in a transaction and that Flyway takes
 * for ones that can.
 */
public final class NonTransactional {

	private static final int ENOUGH_WORDS = 40;

	private static final Pattern HINT = Pattern
		.compile("CONCURRENTLY|\\bCLUSTER\\b|\\bTABLESPACE\\b|\\bSUBSCRIPTION\\b", Pattern.CASE_INSENSITIVE);

	private NonTransactional() {
	}

	/**
	 * Whether a script may contain such a statement. Quick, for it is asked of every
	 * script.
	 * @param script the text of a script
	 * @return whether it is worth to take it apart
	 */
	public static boolean isWorthALook(String script) {
		return HINT.matcher(script).find();
	}

	/**
	 * Whether a statement is one of those (PostgreSQL documentation, "SQL Commands":
	 * REINDEX, ALTER TABLE, CLUSTER, ALTER DATABASE, ALTER SUBSCRIPTION).
	 */
	static boolean isMissedByFlyway(String sql) {
		List<String> words = SqlWords.first(sql, ENOUGH_WORDS);
		if (words.isEmpty()) {
			return false;
		}
		return switch (words.get(0)) {
			case "REINDEX" -> words.contains("CONCURRENTLY");
			case "ALTER" -> isAlteringOutsideOfTransaction(words);
			case "CLUSTER" -> words.size() == 1 || words.equals(List.of("CLUSTER", "VERBOSE"));
			default -> false;
		};
	}

	private static boolean isAlteringOutsideOfTransaction(List<String> words) {
		int detach = words.indexOf("DETACH");
		return switch ((words.size() > 1) ? words.get(1) : "") {
			case "TABLE" -> detach > 0 && words.subList(detach, words.size()).contains("PARTITION")
					&& words.get(words.size() - 1).equals("CONCURRENTLY");
			case "DATABASE" -> words.subList(2, words.size()).contains("TABLESPACE");
			case "SUBSCRIPTION" -> words.contains("REFRESH");
			default -> false;
		};
	}

}
