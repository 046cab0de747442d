package io.bailiwick.migration.intent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The beginning of a statement, taken apart as far as it takes to know what it does to
 * which object (PostgreSQL documentation, "Lexical Structure").
 */
final class SqlTokens {

	private static final int ENOUGH = 60;

	private static final Pattern TOKEN = Pattern.compile("\\s+|--[^\\n]*|(?<comment>/\\*)"
			+ "|(?<name>(?:\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*)(?:\\s*\\.\\s*(?:\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*))*)"
			+ "|(?<other>.)", Pattern.DOTALL);

	private final List<String> tokens = new ArrayList<>();

	private int position;

	SqlTokens(String sql) {
		Matcher matcher = TOKEN.matcher(sql);
		int at = 0;
		while (this.tokens.size() < ENOUGH && matcher.find(at)) {
			at = matcher.end();
			if (matcher.group("comment") != null) {
				at = endOfComment(sql, matcher.start());
			}
			else if (matcher.group("name") != null) {
				this.tokens.add(matcher.group("name"));
			}
			else if (matcher.group("other") != null) {
				this.tokens.add(matcher.group("other"));
			}
		}
	}

	private static int endOfComment(String sql, int start) {
		int depth = 0;
		int at = start;
		do {
			if (sql.startsWith("/*", at)) {
				depth++;
				at += 2;
			}
			else if (sql.startsWith("*/", at)) {
				depth--;
				at += 2;
			}
			else {
				at++;
			}
		}
		while (depth > 0 && at < sql.length());
		return Math.min(at, sql.length());
	}

	/**
	 * Whether the next words are these; if so, go past them.
	 */
	boolean skip(String... words) {
		for (int i = 0; i < words.length; i++) {
			if (!words[i].equals(word(this.position + i))) {
				return false;
			}
		}
		this.position += words.length;
		return true;
	}

	/**
	 * Whether one of the tokens that remain is this word.
	 */
	boolean contains(String word) {
		for (int i = this.position; i < this.tokens.size(); i++) {
			if (word.equals(word(i))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the next token is this word.
	 */
	boolean isAt(String word) {
		return word.equals(word(this.position));
	}

	/**
	 * Go past parentheses and what is in them.
	 */
	void skipParentheses() {
		if (!isAt("(")) {
			return;
		}
		int depth = 0;
		do {
			depth += isAt("(") ? 1 : (isAt(")") ? -1 : 0);
			this.position++;
		}
		while (depth > 0 && this.position < this.tokens.size());
	}

	/**
	 * Return the next token as it is spelt in the statement if it is a name, and go past
	 * it.
	 */
	@Nullable String name() {
		String token = (this.position < this.tokens.size()) ? this.tokens.get(this.position++) : "";
		boolean name = !token.isEmpty()
				&& (token.charAt(0) == '"' || token.charAt(0) == '_' || Character.isLetter(token.charAt(0)));
		return name ? token : null;
	}

	/**
	 * Return the word in upper case; what is quoted is never one.
	 */
	private @Nullable String word(int index) {
		return (index < this.tokens.size()) ? this.tokens.get(index).toUpperCase(Locale.ROOT) : null;
	}

}
