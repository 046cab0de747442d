package io.bailiwick.migration.script.statement;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Tells a change of SQL that can have an effect from one that can not: comments and white
 * space between its words do not count (PostgreSQL documentation, "Lexical Structure").
 * <p>
 * In doubt a change counts: inside quotes, in the bodies of functions, in the data of a
 * {@code COPY}, and in comments with which tools are told how to run a file.
 */
public final class SqlFingerprint {

	private static final Pattern COPIED_DATA = Pattern.compile("FROM\\s+STDIN", Pattern.CASE_INSENSITIVE);

	private static final Pattern DIRECTIVE = Pattern.compile("--\\s*(?:\\+\\w+|\\w+:(?:up|down)\\b).*");

	private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:.";

	private final String sql;

	private final StringBuilder significant = new StringBuilder();

	private int position;

	private boolean gap;

	private SqlFingerprint(String sql) {
		this.sql = sql;
	}

	/**
	 * Return the fingerprint of SQL.
	 * @param sql the SQL, any number of statements
	 * @return a text that is the same for the same SQL, and for SQL that differs from it
	 * in comments and white space only
	 */
	public static String of(String sql) {
		String significant = COPIED_DATA.matcher(sql).find() ? sql : new SqlFingerprint(sql).condense();
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(significant.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private String condense() {
		while (this.position < this.sql.length()) {
			char character = this.sql.charAt(this.position);
			if (Character.isWhitespace(character) || character == '\uFEFF') {
				this.gap = true;
				this.position++;
			}
			else if (this.sql.startsWith("--", this.position)) {
				lineComment();
			}
			else if (this.sql.startsWith("/*", this.position)) {
				this.gap = true;
				this.position = SqlWords.endOfBlockComment(this.sql, this.position);
			}
			else if (character == '\'' || character == '"') {
				keepTo(endOfQuoted(character));
			}
			else if (character == '$') {
				keepTo(SqlWords.endOfDollarQuoted(this.sql, this.position));
			}
			else {
				keepTo(this.position + 1);
			}
		}
		return this.significant.toString();
	}

	private void lineComment() {
		int end = this.sql.indexOf('\n', this.position);
		end = (end >= 0) ? end : this.sql.length();
		String comment = this.sql.substring(this.position, end).strip();
		if (DIRECTIVE.matcher(comment).matches()) {
			this.significant.append('\n').append(comment).append('\n');
		}
		this.gap = true;
		this.position = end;
	}

	/**
	 * In {@code E'…'} a backslash takes the meaning from a quote that follows it.
	 */
	private int endOfQuoted(char quote) {
		boolean escapes = quote == '\'' && this.position > 0
				&& Character.toUpperCase(this.sql.charAt(this.position - 1)) == 'E'
				&& (this.position == 1 || !SqlWords.isPartOfWord(this.sql.charAt(this.position - 2)));
		int end = this.position + 1;
		while (end < this.sql.length() && this.sql.charAt(end) != quote) {
			end += (escapes && this.sql.charAt(end) == '\\') ? 2 : 1;
		}
		return Math.min(end + 1, this.sql.length());
	}

	private void keepTo(int end) {
		char next = this.sql.charAt(this.position);
		if (this.gap && !this.significant.isEmpty()
				&& wouldMerge(this.significant.charAt(this.significant.length() - 1), next)) {
			this.significant.append(' ');
		}
		this.gap = false;
		this.significant.append(this.sql, this.position, end);
		this.position = end;
	}

	private static boolean wouldMerge(char before, char after) {
		return (isWord(before) && isWord(after)) || (OPERATORS.indexOf(before) >= 0 && OPERATORS.indexOf(after) >= 0);
	}

	private static boolean isWord(char character) {
		return SqlWords.isPartOfWord(character) || character == '\'' || character == '"' || character == '.';
	}

}
