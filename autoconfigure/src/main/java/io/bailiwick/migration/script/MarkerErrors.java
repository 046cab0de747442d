package io.bailiwick.migration.script;

import io.bailiwick.migration.script.MarkerScan.Marker;

/**
 * What is told about a file whose marks make no sense. To guess would be to run the way
 * back as a part of the way forward.
 */
final class MarkerErrors {

	private final ScriptFile file;

	MarkerErrors(ScriptFile file) {
		this.file = file;
	}

	ScriptException noUp(Marker marker) {
		return new ScriptException(
				"The file '%s' has '%s' in line %d without an up before it.".formatted(this.file, marker.text(),
						marker.line()),
				"Write '%s' above the first statement of the way forward, and the way back below it."
					.formatted(up(marker)));
	}

	ScriptException twice(Marker first, Marker second) {
		return new ScriptException(
				"The file '%s' has '%s' twice, in line %d and line %d.".formatted(this.file, second.text(),
						first.line(), second.line()),
				"Make a migration of each: one file is one version, with one way forward and one way back.");
	}

	ScriptException statementBefore(Marker up, int line) {
		return new ScriptException(
				"The file '%s' has something in line %d before '%s' in line %d, so that it belongs to no direction."
					.formatted(this.file, line, up.text(), up.line()),
				"Move it below that line. Only lines that begin with '--' may stand above.");
	}

	ScriptException openBlock(Marker begin) {
		return new ScriptException("The file '%s' has '%s' in line %d without a '-- +goose StatementEnd'."
			.formatted(this.file, begin.text(), begin.line()), "Write '-- +goose StatementEnd' after the statement.");
	}

	ScriptException misplaced(Marker marker) {
		return new ScriptException(
				"The file '%s' has '%s' in line %d where it means nothing.".formatted(this.file, marker.text(),
						marker.line()),
				"A statement is enclosed in '-- +goose StatementBegin' and '-- +goose StatementEnd', one at a time and below '-- +goose Up' or '-- +goose Down'.");
	}

	ScriptException environment(Marker marker) {
		return new ScriptException(
				"The file '%s' has '%s' in line %d: it wants values of the environment, and nothing here puts them into SQL."
					.formatted(this.file, marker.text(), marker.line()),
				"Remove the line, configure the values with 'bailiwick.migration.placeholders', and write 'placeholderReplacement=true' into '%s.conf'."
					.formatted(this.file));
	}

	ScriptException unknown(Marker marker) {
		return new ScriptException(
				"The file '%s' has '%s' in line %d, which is not a word of goose.".formatted(this.file, marker.text(),
						marker.line()),
				"Correct it: goose knows Up, Down, StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF.");
	}

	ScriptException twoTools(Marker one, Marker other) {
		return new ScriptException("The file '%s' has marks of two tools: '%s' in line %d and '%s' in line %d."
			.formatted(this.file, one.text(), one.line(), other.text(), other.line()), "Keep those of one.");
	}

	ScriptException foreign(int line, String text) {
		return new ScriptException(
				"The file '%s' has '%s' in line %d, the mark of a tool whose files are not read: all of it, the way back too, would run as the way forward."
					.formatted(this.file, text, line),
				"Write '-- migrate:up' and '-- migrate:down' in its place, in every file of the folder.");
	}

	ScriptException notAscii(Marker marker) {
		return new ScriptException(
				"The file '%s' has '%s' in line %d, and is in an encoding with zero bytes (UTF-16), in which the marks can not be found for certain."
					.formatted(this.file, marker.text(), marker.line()),
				"Save the file in UTF-8.");
	}

	private static String up(Marker marker) {
		return (marker.style() == MigrationStyle.GOOSE) ? "-- +goose Up" : "-- migrate:up";
	}

}
