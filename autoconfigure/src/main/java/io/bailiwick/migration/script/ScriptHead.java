package io.bailiwick.migration.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the comments at the beginning of a file say about it, one {@code -- Name: value}
 * in a line. A comment line that is indented below such a line carries it on.
 *
 * @param fields the values by their names in lower case, in the order of the file
 */
public record ScriptHead(Map<String, String> fields) {

	private static final Pattern FIELD = Pattern.compile("--\\s?([A-Za-z][\\w -]{0,40}):(?:\\s+(.*))?");

	private static final Pattern CONTINUED = Pattern.compile("--(?:\\s{2,}|\\t)(.*)");

	/**
	 * Create a head.
	 */
	public ScriptHead {
		fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
	}

	/**
	 * Return what the migration does, in the words of its author.
	 * @return the description, or {@code null} if the file has none
	 */
	public @Nullable String description() {
		return get("Description");
	}

	/**
	 * Return how to go back, in the words of its author: nothing runs it.
	 * @return the rollback, or {@code null} if the file says nothing of it
	 */
	public @Nullable String rollback() {
		return get("Rollback");
	}

	/**
	 * Return a field.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if the file has no such field
	 */
	public @Nullable String get(String name) {
		return this.fields.get(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Read lines up to the first that is neither empty nor a comment.
	 */
	static ScriptHead read(BufferedReader reader) throws IOException {
		Map<String, String> fields = new LinkedHashMap<>();
		String current = null;
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			String stripped = line.startsWith("\uFEFF") ? line.substring(1).strip() : line.strip();
			if (!stripped.isEmpty() && !stripped.startsWith("--")) {
				break;
			}
			Matcher field = FIELD.matcher(stripped);
			Matcher continued = CONTINUED.matcher(stripped);
			if (field.matches()) {
				current = field.group(1).strip().toLowerCase(Locale.ROOT);
				String value = (field.group(2) != null) ? field.group(2).strip() : "";
				fields.merge(current, value, (before, more) -> before);
			}
			else if (current != null && continued.matches()) {
				fields.merge(current, continued.group(1).strip(), (before, more) -> (before + " " + more).strip());
			}
			else {
				current = null;
			}
		}
		return new ScriptHead(fields);
	}

}
