package io.bailiwick.migration.catalog;

/**
 * Definitions as they fit into a line: the body of a function may be long, and what
 * matters of two is where they begin to differ.
 *
 * @param one the definition of one thing
 * @param other the definition of the other
 */
record ReadableDefinitions(String one, String other) {

	private static final int MAXIMUM = 160;

	private static final int BEFORE = 60;

	static ReadableDefinitions of(CatalogEntry one, CatalogEntry other) {
		String first = inOneLine(one.definition());
		String second = inOneLine(other.definition());
		if (first.equals(second)) {
			return new ReadableDefinitions(cut(first, 0) + " (white space differs)", cut(second, 0));
		}
		int same = 0;
		while (same < Math.min(first.length(), second.length()) && first.charAt(same) == second.charAt(same)) {
			same++;
		}
		int start = (Math.max(first.length(), second.length()) > MAXIMUM) ? Math.max(0, same - BEFORE) : 0;
		return new ReadableDefinitions(cut(first, start), cut(second, start));
	}

	static String of(CatalogEntry entry) {
		return cut(inOneLine(entry.definition()), 0);
	}

	private static String inOneLine(String definition) {
		return definition.strip().replaceAll("\\s+", " ");
	}

	private static String cut(String text, int start) {
		int end = Math.min(text.length(), start + MAXIMUM);
		return ((start > 0) ? "…" : "") + text.substring(Math.min(start, end), end)
				+ ((end < text.length()) ? "…" : "");
	}

}
