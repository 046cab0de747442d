package io.bailiwick.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A table of aligned columns. Where a terminal is too narrow for it, the widest columns
 * give way; where nobody looks, nothing is cut off.
 */
final class Table {

	private static final String GAP = "  ";

	private static final String CUT = "...";

	private static final int NARROWEST = 12;

	private final List<String> header;

	private final List<Row> rows = new ArrayList<>();

	Table(String... header) {
		this.header = List.of(header);
	}

	Table row(@Nullable Object... cells) {
		return row(UnaryOperator.identity(), cells);
	}

	/**
	 * Add a row that looks different.
	 */
	Table row(UnaryOperator<String> style, @Nullable Object... cells) {
		List<String> texts = new ArrayList<>();
		for (Object cell : cells) {
			texts.add((cell != null) ? cell.toString() : "");
		}
		this.rows.add(new Row(texts, style));
		return this;
	}

	boolean isEmpty() {
		return this.rows.isEmpty();
	}

	/**
	 * Render the table.
	 * @param width how many characters there are in a line
	 * @param headerStyle how the header looks
	 */
	List<String> render(int width, UnaryOperator<String> headerStyle) {
		int[] widths = widths(width);
		List<String> lines = new ArrayList<>();
		lines.add(headerStyle.apply(line(this.header, widths)));
		this.rows.forEach((row) -> lines.add(row.style().apply(line(row.cells(), widths))));
		return lines;
	}

	private int[] widths(int width) {
		int[] widths = this.header.stream().mapToInt(String::length).toArray();
		for (Row row : this.rows) {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.max(widths[i], row.cells().get(i).length());
			}
		}
		int total = GAP.length() * (widths.length - 1);
		for (int column : widths) {
			total += column;
		}
		for (int excess = total - width; excess > 0; excess--) {
			int widest = widest(widths);
			if (widths[widest] <= NARROWEST) {
				break;
			}
			widths[widest]--;
		}
		return widths;
	}

	private static int widest(int[] widths) {
		int widest = 0;
		for (int i = 1; i < widths.length; i++) {
			if (widths[i] > widths[widest]) {
				widest = i;
			}
		}
		return widest;
	}

	private static String line(List<String> cells, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < widths.length; i++) {
			String cell = cells.get(i).strip().replaceAll("\\s+", " ");
			if (cell.length() > widths[i]) {
				cell = cell.substring(0, widths[i] - CUT.length()) + CUT;
			}
			line.append((i > 0) ? GAP : "").append(cell).append(" ".repeat(widths[i] - cell.length()));
		}
		return line.toString().stripTrailing();
	}

	private record Row(List<String> cells, UnaryOperator<String> style) {

	}

}
