package io.bailiwick.migration.undo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import io.bailiwick.migration.script.statement.SqlTokens;
import org.jspecify.annotations.Nullable;

/**
 * What a statement threatens, as its words say. They do not say all: what a function does
 * stands elsewhere.
 *
 * @param kind what would happen
 * @param type the type of the object, as SQL names it; {@code TABLE} also for what is
 * emptied or changed
 * @param name the name of the object, as it is written
 * @param column the name of the column, as it is written, or {@code null}
 * @param cascade whether what depends on it goes as well
 */
record Threat(DataLoss.Kind kind, String type, String name, @Nullable String column, boolean cascade) {

	private static final Set<String> CODE = Set.of("DO", "CALL", "EXECUTE", "SELECT", "IMPORT");

	private static final Set<String> WITHOUT_COLUMN = Set.of("CONSTRAINT", "NOT", "DEFAULT", "EXPRESSION", "IDENTITY");

	/**
	 * Read the words of a statement.
	 */
	static List<Threat> of(String sql) {
		List<String> tokens = SqlTokens.of(sql);
		String first = word(tokens, 0);
		if (first.equals("DROP")) {
			return drop(tokens);
		}
		if (first.equals("ALTER") && word(tokens, 1).equals("TABLE")) {
			return alterTable(tokens);
		}
		if (first.equals("TRUNCATE")) {
			return names(tokens, skip(tokens, 1, "TABLE", "ONLY"))
				.map((name) -> new Threat(DataLoss.Kind.EMPTIED, "TABLE", name, null, cascades(tokens)));
		}
		List<Threat> threats = new ArrayList<>(changes(tokens));
		if (CODE.contains(first) && tokens.contains((first.equals("SELECT")) ? "(" : tokens.get(0))) {
			threats.add(new Threat(DataLoss.Kind.UNKNOWN, "", beginning(tokens), null, false));
		}
		return threats;
	}

	private static List<Threat> drop(List<String> tokens) {
		int position = 1;
		StringBuilder type = new StringBuilder();
		for (String part : List.of("MATERIALIZED", "FOREIGN", "OWNED")) {
			if (word(tokens, position).equals(part)) {
				type.append(part).append(' ');
				position++;
			}
		}
		type.append(word(tokens, position++));
		if (type.toString().startsWith("OWNED")) {
			return List.of(new Threat(DataLoss.Kind.UNKNOWN, "", beginning(tokens), null, true));
		}
		int start = skip(tokens, position, "CONCURRENTLY", "IF", "EXISTS");
		return names(tokens, start)
			.map((name) -> new Threat(DataLoss.Kind.TABLE, type.toString(), name, null, cascades(tokens)));
	}

	private static List<Threat> alterTable(List<String> tokens) {
		int position = skip(tokens, 2, "IF", "EXISTS", "ONLY");
		int end = endOfName(tokens, position);
		String table = text(tokens, position, end);
		List<Threat> threats = new ArrayList<>();
		for (List<String> action : split(tokens.subList(end, tokens.size()))) {
			int column = skip(action, 1, "COLUMN", "IF", "EXISTS");
			if (column >= action.size() || WITHOUT_COLUMN.contains(word(action, column))) {
				continue;
			}
			if (word(action, 0).equals("DROP")) {
				threats.add(new Threat(DataLoss.Kind.COLUMN, "TABLE", table, action.get(column), cascades(action)));
			}
			else if (word(action, 0).equals("ALTER") && Set.of("TYPE", "SET DATA")
				.contains(word(action, column + 1).equals("SET") ? "SET " + word(action, column + 2)
						: word(action, column + 1))) {
				threats.add(new Threat(DataLoss.Kind.CONVERTED, "TABLE", table, action.get(column), false));
			}
		}
		return threats;
	}

	/**
	 * Changes of rows, which may also stand in a {@code WITH} or a {@code MERGE}.
	 */
	private static List<Threat> changes(List<String> tokens) {
		List<Threat> threats = new ArrayList<>();
		for (int i = 0; i < tokens.size(); i++) {
			String word = word(tokens, i);
			boolean begins = i == 0 || word(tokens, i - 1).equals("(") || word(tokens, i - 1).equals(")");
			if (!begins) {
				continue;
			}
			if (word.equals("DELETE") && word(tokens, i + 1).equals("FROM")) {
				threats.add(changed(DataLoss.Kind.DELETED, tokens, skip(tokens, i + 2, "ONLY")));
			}
			else if (word.equals("UPDATE")) {
				threats.add(changed(DataLoss.Kind.OVERWRITTEN, tokens, skip(tokens, i + 1, "ONLY")));
			}
			else if (word.equals("MERGE")) {
				threats.add(changed(DataLoss.Kind.OVERWRITTEN, tokens, skip(tokens, i + 1, "INTO", "ONLY")));
			}
		}
		return threats;
	}

	private static Threat changed(DataLoss.Kind kind, List<String> tokens, int position) {
		return new Threat(kind, "TABLE", text(tokens, position, endOfName(tokens, position)), null, false);
	}

	private static Names names(List<String> tokens, int start) {
		List<String> names = new ArrayList<>();
		for (List<String> part : split(tokens.subList(Math.min(start, tokens.size()), tokens.size()))) {
			int end = endOfName(part, 0);
			boolean arguments = word(part, end).equals("(");
			names.add(text(part, 0, arguments ? part.indexOf(")") + 1 : end));
		}
		return new Names(names);
	}

	/**
	 * Split at commas that stand in no parentheses.
	 */
	private static List<List<String>> split(List<String> tokens) {
		List<List<String>> parts = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i <= tokens.size(); i++) {
			String token = (i < tokens.size()) ? tokens.get(i) : ",";
			depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
			if (token.equals(",") && (depth <= 0 || i == tokens.size())) {
				if (i > start) {
					parts.add(tokens.subList(start, i));
				}
				start = i + 1;
			}
		}
		return parts;
	}

	private static int endOfName(List<String> tokens, int start) {
		int end = start + 1;
		while (word(tokens, end).equals(".")) {
			end += 2;
		}
		return Math.min(end, tokens.size());
	}

	private static String text(List<String> tokens, int start, int end) {
		StringBuilder text = new StringBuilder();
		for (String token : tokens.subList(Math.min(start, tokens.size()),
				Math.max(end, Math.min(start, tokens.size())))) {
			boolean words = !text.isEmpty() && isWord(text.charAt(text.length() - 1)) && isWord(token.charAt(0));
			text.append(words ? " " : "").append(token);
		}
		return text.toString();
	}

	/**
	 * The words before the first literal or parenthesis: what follows may be secret.
	 */
	private static String beginning(List<String> tokens) {
		List<String> words = tokens.stream().takeWhile((token) -> !token.equals("(") && !token.equals("''")).toList();
		return text(words, 0, words.size()) + ((words.size() < tokens.size()) ? " …" : "");
	}

	private static boolean isWord(char character) {
		return Character.isLetterOrDigit(character) || character == '_';
	}

	private static int skip(List<String> tokens, int start, String... words) {
		int position = start;
		for (String word : words) {
			if (word(tokens, position).equals(word)) {
				position++;
			}
		}
		return position;
	}

	private static boolean cascades(List<String> tokens) {
		return word(tokens, tokens.size() - 1).equals("CASCADE");
	}

	private static String word(List<String> tokens, int position) {
		return (position < tokens.size()) ? tokens.get(position).toUpperCase(Locale.ROOT) : "";
	}

	private record Names(List<String> names) {

		List<Threat> map(Function<String, Threat> threat) {
			return this.names.stream().filter(Predicate.not(String::isEmpty)).map(threat).toList();
		}

	}

}
