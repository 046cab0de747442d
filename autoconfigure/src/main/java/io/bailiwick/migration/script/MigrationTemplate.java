package io.bailiwick.migration.script;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the files of a new migration are called and what they say before somebody fills
 * them in.
 *
 * @param style the style
 * @param version the version, as it is to be written
 * @param name the description as it stands in the name
 * @param description the description in the words of its author
 * @param separator what stands between version and description where the style leaves a
 * choice
 * @param back whether to make a file for the way back where the style leaves a choice
 */
record MigrationTemplate(MigrationStyle style, String version, String name, String description, char separator,
		boolean back) {

	/**
	 * The contents of the files by their paths, the way forward first.
	 */
	Map<String, String> files() {
		Map<String, String> files = new LinkedHashMap<>();
		String stem = this.version + "_" + this.name;
		switch (this.style) {
			case FLYWAY -> pair(files, "V%s__%s.sql".formatted(this.version, this.name),
					this.back ? "U%s__%s.sql".formatted(this.version, this.name) : null);
			case UP_DOWN_FILES -> pair(files, stem + ".up.sql", stem + ".down.sql");
			case UP_DOWN_FOLDERS -> pair(files, stem + "/up.sql", stem + "/down.sql");
			case NUMBERED ->
				pair(files, this.version + this.separator + this.name.replace('_', this.separator) + ".sql", null);
			case DBMATE -> files.put(stem + ".sql",
					head("what is below 'migrate:down'") + "-- migrate:up\n\n\n-- migrate:down\n\n");
			case GOOSE ->
				files.put(stem + ".sql", head("what is below '+goose Down'") + "-- +goose Up\n\n\n-- +goose Down\n\n");
		}
		return files;
	}

	private void pair(Map<String, String> files, String forward, @Nullable String back) {
		files.put(forward, head((back != null) ? back.substring(back.lastIndexOf('/') + 1) : "say how, or why not"));
		if (back != null) {
			files.put(back, "-- Description: the way back of '%s'\n\n"
				.formatted(forward.substring(forward.lastIndexOf('/') + 1)));
		}
	}

	/**
	 * A placeholder counts in a comment as well.
	 */
	private String head(String rollback) {
		return "-- Description: %s\n-- Rollback: %s\n\n".formatted(this.description.replace("${", "$ {"), rollback);
	}

}
