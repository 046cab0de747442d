package io.bailiwick.transaction.guard;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be said of a statement by its text alone.
 */
final class StatementText {

	private static final int MAXIMUM_LENGTH = 500;

	private static final Pattern FIRST_WORD = Pattern
		.compile("(?s)(?:\\s++|--[^\\n]*+(?:\\n|$)|/\\*.*?\\*/|[({?=])*+([A-Za-z]*+)");

	private static final Set<String> READING = Set.of("", "begin", "close", "commit", "declare", "discard", "explain",
			"fetch", "listen", "release", "reset", "rollback", "savepoint", "select", "set", "show", "start", "table",
			"unlisten", "values");

	private static final Pattern WRITING_PART = Pattern.compile(
			"(?is)\\b(?:insert\\s+into|delete\\s+from|merge\\s+into|update\\s+(?:only\\s+)?[\\w.\"]+\\s+(?:(?:as\\s+)?\\w+\\s+)?set)\\b");

	private static final Pattern LITERAL = Pattern.compile(
			"(?is)\\be'(?:[^'\\\\]++|\\\\.|'')*+(?:'|$)|'(?:[^']++|'')*+(?:'|$)|\\$(\\w*+)\\$.*?(?:\\$\\1\\$|$)|(?<![\\w$.])\\d[\\w.]*+");

	/**
	 * What {@code Transactions} may say in front of the first statement.
	 */
	private static final List<String> PREAMBLES = List.of("SET TRANSACTION ISOLATION LEVEL ",
			"SET LOCAL statement_timeout = ", "SET LOCAL transaction_timeout = ",
			"SET LOCAL idle_in_transaction_session_timeout = ", "SELECT pg_current_xact_id(); ");

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private StatementText() {
	}

	/**
	 * Whether the statement says that it writes. A function that writes is not noticed.
	 */
	static boolean writes(String sql) {
		Matcher matcher = FIRST_WORD.matcher(sql);
		String word = matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
		if (word.equals("with")) {
			return WRITING_PART.matcher(LITERAL.matcher(sql).replaceAll("?")).find();
		}
		return !READING.contains(word);
	}

	/**
	 * The statement as the application has written it.
	 */
	static String withoutPreamble(String sql) {
		String rest = sql;
		while (rest.startsWith("SE") && rest.indexOf("; ") > 0 && PREAMBLES.stream().anyMatch(rest::startsWith)) {
			rest = rest.substring(rest.indexOf("; ") + 2);
		}
		return rest;
	}

	/**
	 * The text on one line and without the values that stand in it.
	 */
	static String withoutValues(String sql) {
		String head = (sql.length() > 4 * MAXIMUM_LENGTH) ? sql.substring(0, 4 * MAXIMUM_LENGTH) : sql;
		String text = SPACE.matcher(LITERAL.matcher(head).replaceAll("?")).replaceAll(" ").strip();
		boolean cut = head.length() < sql.length() || text.length() > MAXIMUM_LENGTH;
		return cut ? text.substring(0, Math.min(text.length(), MAXIMUM_LENGTH)) + " …" : text;
	}

}
