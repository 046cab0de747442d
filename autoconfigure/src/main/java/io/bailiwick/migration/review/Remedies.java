package io.bailiwick.migration.review;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what to do about a finding: the command that mends it, where one does.
 */
final class Remedies {

	private static final String COMMAND = "java -jar <application>.jar db ";

	private final ReviewedDomain domain;

	Remedies(ReviewedDomain domain) {
		this.domain = domain;
	}

	String migrate() {
		return command("migrate") + " applies it, as the next start of the application does.";
	}

	/**
	 * What to do about faults of one kind, together.
	 * @param names the versions, or the descriptions of repeatable migrations
	 */
	String forFaults(Finding.Kind kind, List<String> names) {
		return switch (kind) {
			case CHANGED -> "Restore the file as it was applied and put the change into a new migration. Only if the "
					+ "change can have no effect on a database where the old file ran: %s takes over the new checksum."
						.formatted(accept(names));
			case COSMETIC -> command("repair") + " takes over the new checksum.";
			case RENAMED -> "Give the file back the name under which it was applied, or have %s take over the new one."
				.formatted(command("repair"));
			case MISSING ->
				("Bring the file back (an older version of the application may be starting on a newer database). "
						+ "Only if what it did is gone from the database or belongs to another file now: %s forgets it.")
					.formatted(accept(names));
			case PASSED_OVER ->
				"Give the file a version above the newest one, or set 'bailiwick.migration.out-of-order=true'.";
			case FAILED -> this.domain.history().howToGoOn();
			case PENDING -> migrate();
			case OTHER -> "Compare the files with the history in %s.".formatted(this.domain.history().name());
		};
	}

	private String accept(List<String> names) {
		String options = names.stream()
			.map((migration) -> " --accept "
					+ (migration.contains(" ") ? "\"%s@%s\"" : "%s@%s").formatted(name(), migration))
			.collect(Collectors.joining());
		return "'%srepair %s%s'".formatted(COMMAND, name(), options);
	}

	private String command(String verb) {
		return "'%s%s %s'".formatted(COMMAND, verb, name());
	}

	private String name() {
		return this.domain.domain().name();
	}

}
