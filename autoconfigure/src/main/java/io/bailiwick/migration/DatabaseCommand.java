package io.bailiwick.migration;

/**
 * The command of the application's own jar that a message recommends.
 */
final class DatabaseCommand {

	private DatabaseCommand() {
	}

	static String of(String verb, String arguments) {
		return "'java -jar <application>.jar db %s %s'".formatted(verb, arguments);
	}

}
