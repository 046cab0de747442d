package io.bailiwick.migration.script.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the bare words at the beginning of SQL, past comments, literals and quoted names
 * (PostgreSQL documentation, "Lexical Structure").
 */
public final class SqlWords {

	private final String sql;

	private int position;

	private SqlWords(String sql) {
		this.sql = sql;
	}

	/**
	 * Whether the SQL says nothing: it is empty, or all of it is comments.
	 * @param sql the SQL
	 * @return whether there is nothing to run
	 */
	public static boolean isEmpty(String sql) {
		return first(sql, 1).isEmpty();
	}

	/**
	 * Return the first words.
	 * @param sql the SQL
	 * @param limit how many words are wanted
	 * @return the words in upper case; at most as many as wanted
	 */
	public static List<String> first(String sql, int limit) {
		return new SqlWords(sql).read(limit);
	}

	/**
	 * Return a statement without the comments and the white space before it.
	 * @param sql the statement
	 * @return the statement from its first character on
	 */
	static String withoutCommentsBefore(String sql) {
		SqlWords words = new SqlWords(sql);
		boolean before = true;
		while (before && words.position < sql.length()) {
			before = words.skipComment();
			if (!before && Character.isWhitespace(sql.charAt(words.position))) {
				words.position++;
				before = true;
			}
		}
		return sql.substring(words.position);
	}

	private List<String> read(int limit) {
		List<String> words = new ArrayList<>();
		while (this.position < this.sql.length() && words.size() < limit) {
			char character = this.sql.charAt(this.position);
			if (skipComment()) {
				continue;
			}
			if (character == '\'' || character == '"') {
				this.position++;
				skipTo(String.valueOf(character));
			}
			else if (character == '$') {
				skipDollarQuoted();
			}
			else if (Character.isLetter(character) || character == '_') {
				words.add(word());
			}
			else {
				this.position++;
			}
		}
		return words;
	}

	private boolean skipComment() {
		if (this.sql.startsWith("--", this.position)) {
			skipTo("\n");
			return true;
		}
		if (this.sql.startsWith("/*", this.position)) {
			skipBlockComment();
			return true;
		}
		return false;
	}

	private String word() {
		int start = this.position;
		while (this.position < this.sql.length() && isPartOfWord(this.sql.charAt(this.position))) {
			this.position++;
		}
		return this.sql.substring(start, this.position).toUpperCase(Locale.ROOT);
	}

	static boolean isPartOfWord(char character) {
		return Character.isLetterOrDigit(character) || character == '_' || character == '$';
	}

	private void skipTo(String end) {
		int found = this.sql.indexOf(end, this.position);
		this.position = (found >= 0) ? found + end.length() : this.sql.length();
	}

	private void skipBlockComment() {
		this.position = endOfBlockComment(this.sql, this.position);
	}

	/**
	 * Where a comment that begins at a position ends; comments nest.
	 */
	static int endOfBlockComment(String sql, int start) {
		int depth = 0;
		int position = start;
		do {
			if (sql.startsWith("/*", position)) {
				depth++;
				position += 2;
			}
			else if (sql.startsWith("*/", position)) {
				depth--;
				position += 2;
			}
			else {
				position++;
			}
		}
		while (depth > 0 && position < sql.length());
		return Math.min(position, sql.length());
	}

	private void skipDollarQuoted() {
		this.position = endOfDollarQuoted(this.sql, this.position);
	}

	/**
	 * Where a text that begins with a dollar sign ends: a quoted one after its closing
	 * quote, otherwise what looked like the quote.
	 */
	static int endOfDollarQuoted(String sql, int start) {
		int end = start + 1;
		while (end < sql.length() && isPartOfWord(sql.charAt(end)) && sql.charAt(end) != '$') {
			end++;
		}
		if (end == sql.length() || sql.charAt(end) != '$') {
			return end;
		}
		String quote = sql.substring(start, end + 1);
		int closing = sql.indexOf(quote, end + 1);
		return (closing >= 0) ? closing + quote.length() : sql.length();
	}

}
