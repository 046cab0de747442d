package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of a file that say which direction what follows belongs to, as dbmate
 * and goose find them: line by line, whatever the line is a part of.
 */
final class MarkerScan {

	private static final Pattern DBMATE = Pattern.compile("--\\s*migrate:(up|down)(?:\\s+(.*))?");

	private static final Pattern GOOSE = Pattern.compile("\\s*--\\s*\\+goose\\b(.*)", Pattern.CASE_INSENSITIVE);

	/** sql-migrate, node-pg-migrate, MyBatis Migrations, Play evolutions. */
	private static final Pattern FOREIGN = Pattern.compile(
			"--\\s*\\+migrate\\s+(?:up|down)\\b.*|--\\s*(?:up|down) migration\\b.*|--\\s*//\\s*@undo\\b.*|(?:#|--)[\\s-]*!(?:ups|downs)\\b.*",
			Pattern.CASE_INSENSITIVE);

	/** What every mark contains; most files contain none of it. */
	private static final Pattern HINT = Pattern.compile("migrat|\\+goose|@undo|!ups|!downs", Pattern.CASE_INSENSITIVE);

	private static final String UTF_8_MARK = "\u00EF\u00BB\u00BF";

	private final ScriptFile file;

	private final String text;

	private final List<Marker> markers = new ArrayList<>();

	private int firstStatement;

	private MarkerScan(ScriptFile file, String text) {
		this.file = file;
		this.text = text;
	}

	/**
	 * Scan a file.
	 * @return where its directions stand, or {@code null} if nothing in it says so
	 */
	static @Nullable MarkedSections scan(ScriptFile file) {
		try {
			// The marks are ASCII: they read the same in every encoding that begins with
			// it.
			return new MarkerScan(file, file.resource().getContentAsString(StandardCharsets.ISO_8859_1)).scan();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read '%s'".formatted(file), ex);
		}
	}

	private @Nullable MarkedSections scan() {
		boolean wide = this.text.indexOf('\0') >= 0;
		String narrow = wide ? this.text.replace("\0", "") : this.text;
		if (!HINT.matcher(narrow).find()) {
			return null;
		}
		String[] lines = narrow.split("\n", -1);
		for (int number = 1; number <= lines.length; number++) {
			String line = lines[number - 1].stripTrailing();
			look((number == 1 && line.startsWith(UTF_8_MARK)) ? line.substring(UTF_8_MARK.length()) : line, number);
		}
		if (this.markers.isEmpty()) {
			return null;
		}
		MarkerErrors errors = new MarkerErrors(this.file);
		if (wide) {
			throw errors.notAscii(this.markers.get(0));
		}
		return new MarkerGrammar(this.markers, this.firstStatement, errors).sections();
	}

	private void look(String line, int number) {
		if (line.contains("--") || line.startsWith("#")) {
			Matcher dbmate = DBMATE.matcher(line);
			Matcher goose = GOOSE.matcher(line);
			if (dbmate.matches()) {
				String options = (dbmate.group(2) != null) ? dbmate.group(2) : "";
				this.markers.add(new Marker(number, MigrationStyle.DBMATE, dbmate.group(1), options, line));
			}
			else if (goose.matches()) {
				this.markers.add(new Marker(number, MigrationStyle.GOOSE, goose.group(1).strip(), "", line.strip()));
			}
			else if (FOREIGN.matcher(line).matches()) {
				throw new MarkerErrors(this.file).foreign(number, line);
			}
		}
		if (this.firstStatement == 0 && !line.isBlank() && !line.stripLeading().startsWith("--")) {
			this.firstStatement = number;
		}
	}

	/**
	 * A line that says something about those below it.
	 *
	 * @param line its number
	 * @param style whose mark it is
	 * @param word what it says
	 * @param options what follows that
	 * @param text the whole line
	 */
	record Marker(int line, MigrationStyle style, String word, String options, String text) {

		boolean is(String word) {
			return this.word.equalsIgnoreCase(word);
		}

	}

}
