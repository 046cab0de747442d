package io.bailiwick.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Asks before something is changed. Whoever does not answer has not agreed.
 */
final class Confirmation {

	@Option(names = { "-y", "--yes" }, description = "Do not ask, for scripts.")
	private boolean yes;

	/**
	 * Ask.
	 * @return whether it may be done; if not, the reason has been said
	 */
	boolean isGiven(Output output, String question) {
		if (this.yes) {
			return true;
		}
		Terminal terminal = output.terminal();
		if (!terminal.interactive()) {
			output.note("There is nobody to ask (%s). Nothing was changed. --yes goes ahead without asking."
				.formatted(question));
			return false;
		}
		terminal.err().print(question + " [y/N] ");
		terminal.err().flush();
		String answer = read(terminal);
		if (answer == null) {
			if (!Interruption.isUnderWay()) {
				output.note("");
				output.note("No answer. Nothing was changed.");
			}
			return false;
		}
		boolean agreed = answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
		if (!agreed) {
			output.note("Nothing was changed.");
		}
		return agreed;
	}

	private static @Nullable String read(Terminal terminal) {
		try {
			return new BufferedReader(new InputStreamReader(terminal.in(), Charset.defaultCharset())).readLine();
		}
		catch (IOException ex) {
			return null;
		}
	}

}
