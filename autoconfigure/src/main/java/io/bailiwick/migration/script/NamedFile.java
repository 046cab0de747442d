package io.bailiwick.migration.script;

import io.bailiwick.migration.script.ScriptName.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A file that has been understood.
 *
 * @param file the file
 * @param name what it is
 * @param style the style in which it is named, or {@code null} if it goes with any
 * @param sections where its directions stand if it holds both, or {@code null}
 */
record NamedFile(ScriptFile file, ScriptName name, @Nullable MigrationStyle style, @Nullable MarkedSections sections) {

	Kind kind() {
		return this.name.kind();
	}

	/**
	 * The name that tells Flyway the same. It decides what a migration is by the name
	 * alone, and records the path.
	 */
	String flywayName() {
		return (this.style == null || this.style == MigrationStyle.FLYWAY) ? this.file.filename()
				: "V%s__%s.sql".formatted(this.name.version(), this.name.description().replace(' ', '_'));
	}

	@Override
	public String toString() {
		return this.file.toString();
	}

}
