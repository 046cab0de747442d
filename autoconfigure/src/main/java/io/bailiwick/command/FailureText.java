package io.bailiwick.command;

import java.io.PrintStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/**
 * Says why something failed, and what to do about it.
 */
final class FailureText {

	private final Terminal terminal;

	FailureText(Terminal terminal) {
		this.terminal = terminal;
	}

	void print(Throwable failure, @Nullable FailureAnalysis analysis, boolean verbose) {
		PrintStream err = this.terminal.err();
		if (analysis != null) {
			err.println(this.terminal.colour() ? Style.RED.apply("Failed") : "Failed");
			err.println();
			err.println(complete(analysis.getDescription()));
			if (StringUtils.hasText(analysis.getAction())) {
				err.println();
				err.println(complete(analysis.getAction()));
			}
		}
		if (verbose || analysis == null) {
			// Nobody has thought of it: where it comes from is all that can help.
			failure.printStackTrace(err);
		}
	}

	private static String complete(String text) {
		return Invocation.ofThisProcess().complete(text.strip());
	}

}
