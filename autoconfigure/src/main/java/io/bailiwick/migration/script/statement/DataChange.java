package io.bailiwick.migration.script.statement;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a statement does to data that is there, told by its words alone. What a function
 * does that a {@code SELECT} calls, or a trigger, is not seen.
 *
 * @param kind what becomes of the data
 * @param reason what the statement does, as the end of a sentence
 */
public record DataChange(Kind kind, String reason) {

	private static final int ENOUGH_WORDS = 400;

	private static final Set<String> WITHOUT_DATA = Set.of("VIEW", "INDEX", "TRIGGER", "RULE", "POLICY", "STATISTICS",
			"PUBLICATION", "OPERATOR", "TEXT", "EVENT", "ROLE", "USER", "GROUP");

	/** What {@code ALTER TABLE … DROP} drops besides columns; reserved words all. */
	private static final Set<String> NO_COLUMN = Set.of("CONSTRAINT", "DEFAULT", "NOT");

	/** What is dropped of a column, and may also be the name of one. */
	private static final Set<String> OF_COLUMN = Set.of("IDENTITY", "EXPRESSION");

	private static final Pattern CODE = Pattern.compile("\\b(DELETE|UPDATE|TRUNCATE|MERGE|DROP|ALTER|EXECUTE)\\b",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Create a change.
	 */
	public DataChange {
		Assert.notNull(kind, "'kind' must not be null");
		Assert.hasText(reason, "'reason' must not be empty");
	}

	/**
	 * Look at a statement.
	 * @param sql the statement
	 * @return what it does to data that is there, or {@code null} if nothing can be seen
	 */
	public static @Nullable DataChange of(String sql) {
		Assert.notNull(sql, "'sql' must not be null");
		List<String> words = SqlWords.first(sql, ENOUGH_WORDS);
		return switch (words.isEmpty() ? "" : words.get(0)) {
			case "DROP" -> drop(words);
			case "TRUNCATE" -> destroys("empties tables");
			case "ALTER" -> alter(words);
			case "DO" -> block(sql);
			case "CALL" -> unknown("calls a procedure, which may do anything");
			case "EXECUTE" -> unknown("executes what was prepared elsewhere");
			case "DELETE", "UPDATE", "MERGE", "INSERT", "WITH", "EXPLAIN" -> rows(words);
			default -> null;
		};
	}

	private static @Nullable DataChange drop(List<String> words) {
		String what = word(words, 1);
		return switch (what) {
			case "TABLE", "SCHEMA", "DATABASE", "FOREIGN" -> destroys(
					"drops a %s".formatted(what.equals("FOREIGN") ? "foreign table" : what.toLowerCase(Locale.ROOT)));
			case "OWNED" -> destroys("drops all that a role owns");
			case "SEQUENCE" -> destroys("drops a sequence with its position");
			case "MATERIALIZED" -> null;
			default -> (words.contains("CASCADE") && !WITHOUT_DATA.contains(what))
					? destroys("drops with CASCADE, which may take columns along") : null;
		};
	}

	private static @Nullable DataChange alter(List<String> words) {
		String what = word(words, 1);
		if (what.equals("TYPE")) {
			for (int i = 2; i < words.size(); i++) {
				if (words.get(i).equals("ATTRIBUTE") && words.get(i - 1).equals("DROP")) {
					return destroys("drops an attribute");
				}
				if (words.get(i).equals("TYPE") && words.contains("ATTRIBUTE")) {
					return rewrites("converts an attribute to another type");
				}
			}
			return null;
		}
		return what.equals("TABLE") ? alterTable(words) : null;
	}

	private static @Nullable DataChange alterTable(List<String> words) {
		DataChange rewrite = null;
		for (int i = 2; i < words.size(); i++) {
			boolean ofColumn = altersColumn(words, i - 1) || altersColumn(words, i - 2);
			if (words.get(i).equals("DROP")) {
				String what = word(words, i + 1);
				if (!NO_COLUMN.contains(what) && !(OF_COLUMN.contains(what) && ofColumn)) {
					return destroys("drops a column");
				}
			}
			if (words.get(i).equals("TYPE") && (words.get(i - 1).equals("DATA") || ofColumn)) {
				rewrite = rewrites("converts a column to another type");
			}
		}
		return rewrite;
	}

	/**
	 * Whether {@code ALTER} or {@code ALTER COLUMN} ends there; a quoted name after it is
	 * no word. The first one is that of the table.
	 */
	private static boolean altersColumn(List<String> words, int index) {
		return (index >= 2 && words.get(index).equals("ALTER"))
				|| (index > 2 && words.get(index).equals("COLUMN") && words.get(index - 1).equals("ALTER"));
	}

	/**
	 * {@code UPDATE} and {@code DELETE} may stand below {@code WITH} or
	 * {@code ON CONFLICT}; after {@code FOR} they only lock rows.
	 */
	private static @Nullable DataChange rows(List<String> words) {
		if (words.contains("DELETE")) {
			return destroys("deletes rows");
		}
		if (words.contains("MERGE")) {
			return rewrites("merges rows");
		}
		for (int i = 0; i < words.size(); i++) {
			String before = (i > 0) ? words.get(i - 1) : "";
			if (words.get(i).equals("UPDATE") && !before.equals("FOR") && !before.equals("KEY")) {
				return rewrites("changes rows");
			}
		}
		return null;
	}

	private static @Nullable DataChange block(String sql) {
		Matcher code = CODE.matcher(sql);
		return code.find()
				? unknown("runs a block of code with %s in it".formatted(code.group(1).toUpperCase(Locale.ROOT)))
				: null;
	}

	private static String word(List<String> words, int index) {
		return (index < words.size()) ? words.get(index) : "";
	}

	private static DataChange destroys(String reason) {
		return new DataChange(Kind.DESTROYS, reason);
	}

	private static DataChange rewrites(String reason) {
		return new DataChange(Kind.REWRITES, reason);
	}

	private static DataChange unknown(String reason) {
		return new DataChange(Kind.UNKNOWN, reason);
	}

	/**
	 * What becomes of data.
	 */
	public enum Kind {

		/**
		 * Some of it is gone.
		 */
		DESTROYS,

		/**
		 * Some of it is replaced.
		 */
		REWRITES,

		/**
		 * Nobody can tell by looking.
		 */
		UNKNOWN

	}

}
