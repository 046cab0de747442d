package io.bailiwick.migration.history;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Replaces placeholders as Flyway does before it takes the checksum of a repeatable
 * migration ({@code PlaceholderReplacingReader}), where the result is certain.
 */
final class Placeholders {

	private static final String PREFIX = "${";

	private static final String SUFFIX = "}";

	/**
	 * Flyway sets these, and their values may come from the server or the clock.
	 */
	private static final String RESERVED = "flyway:";

	private final Map<String, String> values;

	private final boolean certain;

	private Placeholders(Map<String, String> values, boolean certain) {
		this.values = values;
		this.certain = certain;
	}

	/**
	 * Take the configured placeholders and those of Flyway's own whose values are known.
	 */
	static Placeholders of(Map<String, String> configured, TableName table) {
		Map<String, String> values = new HashMap<>(configured);
		// Flyway takes names that differ in case only for the same.
		long names = configured.keySet().stream().map((name) -> name.toLowerCase(Locale.ROOT)).distinct().count();
		boolean certain = names == configured.size()
				&& configured.keySet().stream().noneMatch((name) -> name.toLowerCase(Locale.ROOT).startsWith(RESERVED));
		values.put(RESERVED + "defaultSchema", table.schema());
		values.put(RESERVED + "table", table.table());
		return new Placeholders(values, certain);
	}

	Placeholders withFilename(String filename) {
		Map<String, String> values = new HashMap<>(this.values);
		values.put(RESERVED + "filename", filename);
		return new Placeholders(values, this.certain);
	}

	/**
	 * Replace all placeholders of a text.
	 * @return the text, or {@code null} if only Flyway knows what becomes of it
	 */
	@Nullable String replace(String text) {
		if (!text.contains(PREFIX)) {
			return text;
		}
		if (!this.certain) {
			return null;
		}
		StringBuilder replaced = new StringBuilder(text.length());
		int position = 0;
		while (position < text.length()) {
			if (text.startsWith(PREFIX, position)) {
				int end = text.indexOf(SUFFIX, position + PREFIX.length());
				String value = (end > 0) ? this.values.get(text.substring(position + PREFIX.length(), end)) : null;
				if (value == null) {
					return null;
				}
				replaced.append(value);
				position = end + SUFFIX.length();
			}
			else {
				// Flyway reads the character after a dollar without looking at it again,
				// so that a second dollar begins no placeholder.
				int next = Math.min(text.length(), position + ((text.charAt(position) == '$') ? PREFIX.length() : 1));
				replaced.append(text, position, next);
				position = next;
			}
		}
		return replaced.toString();
	}

}
