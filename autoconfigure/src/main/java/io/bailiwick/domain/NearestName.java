package io.bailiwick.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the name that somebody probably meant, for messages about an unknown one.
 */
public final class NearestName {

	private NearestName() {
	}

	/**
	 * Find the known name that takes the fewest edits from the given one.
	 * @param name the name as it was written
	 * @param known the names that exist
	 * @return the nearest name, or empty if none is near enough to be a typing error
	 */
	public static Optional<String> to(String name, Collection<String> known) {
		return known.stream()
			.filter((candidate) -> distance(name, candidate) <= tolerance(name, candidate))
			.min(Comparator.comparingInt((candidate) -> distance(name, candidate)));
	}

	/**
	 * Render the nearest name as a sentence to append to a message.
	 * @param name the name as it was written
	 * @param known the names that exist
	 * @return {@code " Did you mean 'x'?"}, or an empty string
	 */
	public static String hint(String name, Collection<String> known) {
		return to(name, known).map(" Did you mean '%s'?"::formatted).orElse("");
	}

	/**
	 * Two slips are forgiven, more in a long name, but never so many that hardly a letter
	 * is left of what was written.
	 */
	private static int tolerance(String name, String candidate) {
		int shorter = Math.min(name.length(), candidate.length());
		return Math.min(Math.max(2, name.length() / 3), shorter / 2);
	}

	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = previous[j - 1] + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
				current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
