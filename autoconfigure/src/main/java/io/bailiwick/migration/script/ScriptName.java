package io.bailiwick.migration.script;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a file says about it, in Flyway's own style
 * (<a href= "https://documentation.red-gate.com/fd/migrations-184127470.html">Flyway
 * documentation, "Migrations"</a>).
 *
 * @param kind what the file is for
 * @param version the version, or {@code null} if the kind has none
 * @param description the description, never empty for a migration
 */
record ScriptName(Kind kind, @Nullable MigrationVersion version, String description) {

	private static final Pattern VERSIONED = Pattern.compile("([VUB])(\\d+(?:[._]\\d+)*)__(.+)\\.sql");

	private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");

	private static final Pattern CALLBACK = Pattern.compile("([a-zA-Z]+?)(?:__(.+))?\\.sql");

	private static final String SUFFIX = "\\.(?:sql|ddl|psql|pgsql|txt)";

	private static final Pattern ALMOST_VERSIONED = Pattern
		.compile("([VUB]?)(\\d+(?:[._]\\d+)*?)(?:[_. -]+(\\D.*?))?" + SUFFIX, Pattern.CASE_INSENSITIVE);

	private static final Pattern ALMOST_REPEATABLE = Pattern.compile("R\\d*[_ -]+(\\D.*?)" + SUFFIX,
			Pattern.CASE_INSENSITIVE);

	private static final Pattern SCRIPT = Pattern
		.compile(".*\\.sql.*|.*\\.(?:ddl|psql|pgsql|class)|[VUB]\\d.*__.*|R__.*", Pattern.CASE_INSENSITIVE);

	private static final Set<String> CALLBACK_EVENTS = Arrays.stream(Event.values())
		.map(Event::getId)
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * Read a file's name.
	 * @return what it says, or {@code null} if it says nothing that Flyway would
	 * understand
	 */
	static @Nullable ScriptName parse(String filename) {
		Matcher versioned = VERSIONED.matcher(filename);
		if (versioned.matches()) {
			return new ScriptName(Kind.of(versioned.group(1)), MigrationVersion.fromVersion(versioned.group(2)),
					versioned.group(3).replace('_', ' '));
		}
		Matcher repeatable = REPEATABLE.matcher(filename);
		if (repeatable.matches()) {
			return new ScriptName(Kind.REPEATABLE, null, repeatable.group(1).replace('_', ' '));
		}
		Matcher callback = CALLBACK.matcher(filename);
		if (callback.matches() && CALLBACK_EVENTS.contains(callback.group(1))) {
			return new ScriptName(Kind.CALLBACK, null, filename);
		}
		if (filename.endsWith(".sql.conf")) {
			return new ScriptName(Kind.CONFIGURATION, null, filename);
		}
		return null;
	}

	/**
	 * Whether a file with such a name was meant to change a schema and must not be passed
	 * over in silence.
	 */
	static boolean looksLikeScript(String filename) {
		return SCRIPT.matcher(filename).matches();
	}

	/**
	 * Suggest the name that was probably meant.
	 */
	static @Nullable String suggestionFor(String filename) {
		Matcher versioned = ALMOST_VERSIONED.matcher(filename);
		if (versioned.matches()) {
			String prefix = versioned.group(1).isEmpty() ? "V" : versioned.group(1).toUpperCase(Locale.ROOT);
			String description = (versioned.group(3) != null) ? versioned.group(3) : "what_it_does";
			return prefix + versioned.group(2) + "__" + description + ".sql";
		}
		Matcher repeatable = ALMOST_REPEATABLE.matcher(filename);
		return repeatable.matches() ? "R__" + repeatable.group(1) + ".sql" : null;
	}

	/**
	 * What no second file of the same domain may have as well, or {@code null}.
	 */
	@Nullable Object identity() {
		return switch (this.kind) {
			case VERSIONED, UNDO, BASELINE -> List.of(this.kind, Objects.requireNonNull(this.version));
			case REPEATABLE, CALLBACK -> List.of(this.kind, this.description);
			case CONFIGURATION -> null;
		};
	}

	enum Kind {

		VERSIONED, REPEATABLE, UNDO, BASELINE, CALLBACK, CONFIGURATION;

		/**
		 * Whether a file of this kind changes a schema, forward or back.
		 */
		boolean isMigration() {
			return this != CALLBACK && this != CONFIGURATION;
		}

		private static Kind of(String prefix) {
			return switch (prefix) {
				case "U" -> UNDO;
				case "B" -> BASELINE;
				default -> VERSIONED;
			};
		}

	}

}
