package io.bailiwick.migration;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Shortens SQL to what fits into a message, without the secrets that may stand in it.
 */
final class Excerpt {

	private static final int LENGTH = 300;

	private static final int BEGINNING = 120;

	private static final Pattern PASSWORD_LITERAL = Pattern
		.compile("(\\bPASSWORD\\s+)(?:E?'(?:[^']|'')*'?|\\$(\\w*)\\$.*?\\$\\2\\$)", Pattern.CASE_INSENSITIVE);

	private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(\\bpassword\\s*=\\s*)[^\\s'\"&;,)]+",
			Pattern.CASE_INSENSITIVE);

	/** What is shorter occurs in SQL by chance. */
	private static final int SHORTEST_SECRET = 4;

	private final Map<String, String> placeholders;

	/**
	 * Create excerpts.
	 * @param placeholders the placeholders of the script, whose values are shown as their
	 * names
	 */
	Excerpt(Map<String, String> placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Cut a statement on one line: its beginning, and the line to look at if that is
	 * further down.
	 * @param statement the statement
	 * @param position the offset of the character to look at
	 */
	String of(String statement, int position) {
		String flat = flat(statement);
		if (flat.length() <= LENGTH) {
			return flat;
		}
		int lineStart = statement.lastIndexOf('\n', Math.max(position - 1, 0)) + 1;
		if (lineStart < LENGTH) {
			return flat.substring(0, LENGTH) + " …";
		}
		int lineEnd = statement.indexOf('\n', position);
		String line = flat(statement.substring(lineStart, (lineEnd >= 0) ? lineEnd : statement.length()));
		return flat.substring(0, BEGINNING) + " … " + line.substring(0, Math.min(line.length(), LENGTH - BEGINNING))
				+ " …";
	}

	/**
	 * Put a text on one line and hide the secrets in it.
	 */
	String flat(String text) {
		String flat = text.strip().replaceAll("\\s+", " ");
		for (Map.Entry<String, String> placeholder : this.placeholders.entrySet()) {
			if (placeholder.getValue().length() >= SHORTEST_SECRET) {
				flat = flat.replace(placeholder.getValue(), "${" + placeholder.getKey() + "}");
			}
		}
		flat = PASSWORD_LITERAL.matcher(flat).replaceAll("$1'***'");
		return PASSWORD_PARAMETER.matcher(flat).replaceAll("$1***");
	}

}
