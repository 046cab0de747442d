package io.bailiwick.migration;

/**
 * Finds where a statement begins to say something.
 */
final class LeadingComments {

	private LeadingComments() {
	}

	/**
	 * The offset of the first character that is neither white space nor part of a comment
	 * (PostgreSQL documentation, "Lexical Structure": comments in slashes nest).
	 */
	static int end(String statement) {
		int offset = 0;
		while (offset < statement.length()) {
			if (Character.isWhitespace(statement.charAt(offset))) {
				offset++;
			}
			else if (statement.startsWith("--", offset)) {
				int lineEnd = statement.indexOf('\n', offset);
				offset = (lineEnd >= 0) ? lineEnd : statement.length();
			}
			else if (statement.startsWith("/*", offset)) {
				offset = blockEnd(statement, offset);
			}
			else {
				return offset;
			}
		}
		return 0;
	}

	private static int blockEnd(String statement, int start) {
		int depth = 0;
		int offset = start;
		while (offset < statement.length()) {
			if (statement.startsWith("/*", offset)) {
				depth++;
				offset += 2;
			}
			else if (statement.startsWith("*/", offset)) {
				depth--;
				offset += 2;
				if (depth == 0) {
					return offset;
				}
			}
			else {
				offset++;
			}
		}
		return offset;
	}

}
