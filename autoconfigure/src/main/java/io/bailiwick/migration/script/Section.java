package io.bailiwick.migration.script;

/**
 * Some lines of a file, counted from 1.
 *
 * @param first the first line
 * @param last the last line
 */
record Section(int first, int last) {

	static final Section WHOLE_FILE = new Section(1, Integer.MAX_VALUE);

	boolean contains(int line) {
		return line >= this.first && line <= this.last;
	}

}
