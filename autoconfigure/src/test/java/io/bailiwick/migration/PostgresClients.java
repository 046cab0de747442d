package io.bailiwick.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this machine has of PostgreSQL's client programs.
 */
final class PostgresClients {

	private PostgresClients() {
	}

	/**
	 * The major version of {@code pg_dump}, or {@code null} if there is none.
	 */
	static Integer dumpVersion() {
		try {
			Process process = new ProcessBuilder("pg_dump", "--version").redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher matcher = Pattern.compile("\\(PostgreSQL\\) (\\d+)").matcher(output);
			return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
