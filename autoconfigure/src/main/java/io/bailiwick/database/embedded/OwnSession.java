package io.bailiwick.database.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs a program in a session of its own: Ctrl-C in a terminal goes to all processes of
 * the session's foreground group, and the application wants its database until the end.
 */
final class OwnSession {

	private static final List<String> SETSID = List.of("setsid");

	/** Comes with macOS, which has no {@code setsid}. */
	private static final List<String> PERL = List.of("perl", "-MPOSIX", "-e",
			"POSIX::setsid(); exec { $ARGV[0] } @ARGV", "--");

	private OwnSession() {
	}

	static List<String> command(List<String> command) {
		for (List<String> prefix : List.of(SETSID, PERL)) {
			if (isInstalled(prefix.get(0))) {
				List<String> result = new ArrayList<>(prefix);
				result.addAll(command);
				return result;
			}
		}
		return command;
	}

	private static boolean isInstalled(String program) {
		return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
			.splitAsStream(System.getenv().getOrDefault("PATH", ""))
			.filter((directory) -> directory.startsWith("/"))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
