package io.bailiwick.command;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What {@code pg_dump} and {@code pg_restore} say while they are at work: the tables
 * whose data they have come to, or all of it where somebody wants to know.
 */
final class ProgramOutput {

	private static final Pattern DATA = Pattern.compile("(dumping contents of|processing data for) table .*");

	private ProgramOutput() {
	}

	static Consumer<String> to(Output output) {
		return (line) -> {
			if (output.verbose() || DATA.matcher(line).matches()) {
				output.note(line);
			}
		};
	}

}
