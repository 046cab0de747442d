package io.bailiwick.migration.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bailiwick.migration.script.ScriptName.Kind;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What the path of a file says about it, in any style.
 *
 * @param style the style; {@link MigrationStyle#NUMBERED} also for files whose content
 * makes them {@link MigrationStyle#DBMATE} or {@link MigrationStyle#GOOSE}
 * @param name what the path says; the way back is an {@link Kind#UNDO undo}
 */
record StyledName(MigrationStyle style, ScriptName name) {

	/** A number, a version with dots, or a date as diesel writes it. */
	private static final String VERSION = "(\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?|\\d+(?:\\.\\d+)*)";

	private static final Pattern UP_DOWN_FILE = Pattern.compile(VERSION + "_(.*)\\.(up|down)\\.sql");

	private static final Pattern UP_DOWN_FOLDER = Pattern
		.compile("(?:.*/)?" + VERSION + "(?:_([^/]*))?/(up|down)\\.sql");

	private static final Pattern NUMBERED = Pattern.compile(VERSION + "(?:_|-(?=\\D))(.+)\\.sql");

	private static final Pattern CODE = Pattern
		.compile("(?:V?\\d+_.*|\\d[\\d-]*-.*)\\.(?:go|rb|exs|py|js|ts|php|rs|java|kt)");

	/**
	 * Read a file's path.
	 * @param path the path below the folder of the migrations
	 * @return what it says, or {@code null} if it is not that of a migration; also for
	 * what goes with migrations of any style: callbacks and configuration
	 */
	static @Nullable StyledName parse(String path) {
		String filename = path.substring(path.lastIndexOf('/') + 1);
		ScriptName flyway = ScriptName.parse(filename);
		if (flyway != null) {
			return flyway.kind().isMigration() ? new StyledName(MigrationStyle.FLYWAY, flyway) : null;
		}
		Matcher folder = UP_DOWN_FOLDER.matcher(path);
		if (folder.matches()) {
			return of(MigrationStyle.UP_DOWN_FOLDERS, folder, folder.group(3));
		}
		Matcher file = UP_DOWN_FILE.matcher(filename);
		if (file.matches()) {
			return of(MigrationStyle.UP_DOWN_FILES, file, file.group(3));
		}
		Matcher numbered = NUMBERED.matcher(filename);
		return numbered.matches() ? of(MigrationStyle.NUMBERED, numbered, "up") : null;
	}

	private static StyledName of(MigrationStyle style, Matcher matcher, String direction) {
		String version = matcher.group(1).replace("-", "");
		String description = (matcher.group(2) != null) ? matcher.group(2) : "";
		return new StyledName(style,
				new ScriptName(direction.equals("up") ? Kind.VERSIONED : Kind.UNDO,
						MigrationVersion.fromVersion(version),
						StringUtils.trimLeadingCharacter(description, '_').replace('_', ' ')));
	}

	/**
	 * Whether a file is a migration in a language that nothing here runs.
	 */
	static boolean isCode(String filename) {
		return CODE.matcher(filename).matches();
	}

}
