package io.bailiwick.migration.script.statement;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into its words, quoted names and signs, and leaves out comments (PostgreSQL
 * documentation, "Lexical Structure"). Literals are tokens without their content.
 */
public final class SqlTokens {

	private static final String LITERAL = "''";

	private final String sql;

	private final List<String> tokens = new ArrayList<>();

	private int position;

	private SqlTokens(String sql) {
		this.sql = sql;
	}

	/**
	 * Cut SQL into tokens.
	 * @param sql the SQL
	 * @return words as they are written, names in double quotes with these, each literal
	 * as two apostrophes, and every other character for itself
	 */
	public static List<String> of(String sql) {
		SqlTokens tokens = new SqlTokens(sql);
		while (tokens.position < sql.length()) {
			tokens.next();
		}
		return tokens.tokens;
	}

	private void next() {
		char character = this.sql.charAt(this.position);
		if (Character.isWhitespace(character)) {
			this.position++;
		}
		else if (this.sql.startsWith("--", this.position)) {
			this.position = end("\n", this.position);
		}
		else if (this.sql.startsWith("/*", this.position)) {
			skipBlockComment();
		}
		else if (character == '\'') {
			skipLiteral();
		}
		else if (character == '"') {
			quotedName();
		}
		else if (character == '$' && dollarQuoted()) {
			this.tokens.add(LITERAL);
		}
		else if (isPartOfWord(character)) {
			word();
		}
		else {
			this.tokens.add(String.valueOf(character));
			this.position++;
		}
	}

	private void word() {
		int start = this.position;
		while (this.position < this.sql.length() && isPartOfWord(this.sql.charAt(this.position))) {
			this.position++;
		}
		this.tokens.add(this.sql.substring(start, this.position));
	}

	private static boolean isPartOfWord(char character) {
		return Character.isLetterOrDigit(character) || character == '_' || character == '$';
	}

	private void quotedName() {
		int start = this.position;
		do {
			// A doubled quote is part of the name.
			this.position = end("\"", this.position + 1);
		}
		while (this.position < this.sql.length() && this.sql.charAt(this.position) == '"');
		this.tokens.add(this.sql.substring(start, this.position));
	}

	private void skipLiteral() {
		boolean escapes = !this.tokens.isEmpty() && this.position > 0
				&& "Ee".indexOf(this.sql.charAt(this.position - 1)) >= 0
				&& this.tokens.get(this.tokens.size() - 1).equalsIgnoreCase("E");
		if (escapes) {
			this.tokens.remove(this.tokens.size() - 1);
		}
		this.position++;
		while (this.position < this.sql.length() && this.sql.charAt(this.position) != '\'') {
			this.position += (escapes && this.sql.charAt(this.position) == '\\') ? 2 : 1;
		}
		this.position = Math.min(this.position + 1, this.sql.length());
		this.tokens.add(LITERAL);
	}

	private boolean dollarQuoted() {
		int tag = this.position + 1;
		while (tag < this.sql.length() && this.sql.charAt(tag) != '$' && isPartOfWord(this.sql.charAt(tag))) {
			tag++;
		}
		if (tag >= this.sql.length() || this.sql.charAt(tag) != '$') {
			this.position++;
			return false;
		}
		String quote = this.sql.substring(this.position, tag + 1);
		this.position = end(quote, tag + 1);
		return true;
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

	private int end(String text, int from) {
		int found = this.sql.indexOf(text, from);
		return (found >= 0) ? found + text.length() : this.sql.length();
	}

}
