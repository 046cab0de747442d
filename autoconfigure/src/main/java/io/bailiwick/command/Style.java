package io.bailiwick.command;

/**
 * How text looks on a terminal that shows colours.
 */
enum Style {

	BOLD(1), DIM(2), RED(31), GREEN(32), YELLOW(33);

	private final int code;

	Style(int code) {
		this.code = code;
	}

	String apply(String text) {
		return "\u001B[" + this.code + "m" + text + "\u001B[0m";
	}

}
