package io.bailiwick.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.json.JsonWriter;

/**
 * Where a verb says what it has found or done: for people, or for programs.
 */
final class Output {

	private final Terminal terminal;

	private final boolean json;

	private final boolean verbose;

	private final int width;

	private volatile String whenInterrupted = "Nothing was changed.";

	Output(Terminal terminal, boolean json, boolean verbose, int width) {
		this.terminal = terminal;
		this.json = json;
		this.verbose = verbose;
		this.width = width;
	}

	/**
	 * Whether the result is to be read by a program.
	 */
	boolean json() {
		return this.json;
	}

	/**
	 * Whether somebody wants to know what happens in detail.
	 */
	boolean verbose() {
		return this.verbose;
	}

	Terminal terminal() {
		return this.terminal;
	}

	/**
	 * Say that from here on something is changed.
	 * @param whenInterrupted what to tell somebody who presses Ctrl-C
	 */
	void changing(String whenInterrupted) {
		this.whenInterrupted = whenInterrupted;
	}

	String whenInterrupted() {
		return this.whenInterrupted;
	}

	/**
	 * Write a result for programs: one value, UTF-8 whatever the machine's encoding is.
	 */
	<T> void json(JsonWriter<T> writer, T value) {
		PrintStream out = this.terminal.out();
		byte[] bytes = writer.withNewLineAtEnd().writeToString(value).getBytes(StandardCharsets.UTF_8);
		out.write(bytes, 0, bytes.length);
		out.flush();
	}

	void table(Table table) {
		table.render(this.width, (header) -> style(Style.BOLD, header)).forEach(this::line);
	}

	void line(String line) {
		this.terminal.out().println(line);
	}

	/**
	 * Say something that is no part of the result.
	 */
	void note(String line) {
		this.terminal.err().println(line);
	}

	String style(Style style, String text) {
		return this.terminal.colour() ? style.apply(text) : text;
	}

}
