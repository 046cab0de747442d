package io.bailiwick.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.domain.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Something that was typed and can not be meant.
 */
final class UsageError {

	private final ParameterException failure;

	private final CommandLine command;

	UsageError(ParameterException failure) {
		this.failure = failure;
		this.command = failure.getCommandLine();
	}

	void print(PrintStream err) {
		err.println(message());
		err.println();
		err.println("'%s --help' shows what can be typed.".formatted(this.command.getCommandSpec().qualifiedName()));
	}

	String message() {
		if (this.failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
			return unknown(unmatched.getUnmatched().get(0));
		}
		String message = String.valueOf(this.failure.getMessage());
		return message.endsWith(".") ? message : message + ".";
	}

	private String unknown(String typed) {
		if (!typed.startsWith("-")) {
			List<String> verbs = new ArrayList<>(this.command.getSubcommands().keySet());
			return verbs.isEmpty() ? "'%s' is too much here.".formatted(typed)
					: "There is no verb '%s'.%s The verbs are: %s.".formatted(typed, NearestName.hint(typed, verbs),
							String.join(", ", verbs));
		}
		List<String> options = new ArrayList<>();
		this.command.getCommandSpec().options().forEach((option) -> options.add(option.longestName()));
		return "There is no option '%s'.%s".formatted(typed, NearestName.hint(typed.split("=", 2)[0], options));
	}

}
