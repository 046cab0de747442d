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
	static List<String> first(String sql, int limit) {
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

	private static boolean isPartOfWord(char character) {
		return Character.isLetterOrDigit(character) || character == '_' || character == '$';
	}

	private void skipTo(String end) {
		int found = this.sql.indexOf(end, this.position);
		this.position = (found >= 0) ? found + end.length() : this.sql.length();
	}

	private void skipBlockComment() {
		int depth = 0;
		do {
			if (this.sql.startsWith("/*", this.position)) {
				depth++;
				this.position += 2;
			}
			else if (this.sql.startsWith("*/", this.position)) {
				depth--;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		while (depth > 0 && this.position < this.sql.length());
	}

	private void skipDollarQuoted() {
		int end = this.position + 1;
		while (end < this.sql.length() && isPartOfWord(this.sql.charAt(end)) && this.sql.charAt(end) != '$') {
			end++;
		}
		if (end < this.sql.length() && this.sql.charAt(end) == '$') {
			String quote = this.sql.substring(this.position, end + 1);
			this.position = end + 1;
			skipTo(quote);
		}
		else {
			this.position = end;
		}
	}

}
