package io.bailiwick.migration.script;

import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

/**
 * What is told about files that are not named as those around them.
 */
final class StyleErrors {

	private final Domain domain;

	StyleErrors(Domain domain) {
		this.domain = domain;
	}

	ScriptException twoStyles(NamedFile one, NamedFile other) {
		return new ScriptException(
				"The folder '%s' of the domain '%s' has files of two styles: '%s' (%s) and '%s' (%s)."
					.formatted(one.file().location(), this.domain.name(), one, describe(one), other, describe(other)),
				("Write all of them in one style, or keep each style in a folder of its own and name both in "
						+ "'bailiwick.domains.%s.locations'.")
					.formatted(this.domain.name()));
	}

	ScriptException notAsConfigured(NamedFile file, MigrationStyle style, MigrationStyle configured) {
		String how = (style.isMarked() && configured == MigrationStyle.NUMBERED)
				? " All of it, the way back too, would run as the way forward." : "";
		return new ScriptException(
				"The file '%s' is of the style %s, but 'bailiwick.domains.%s.style' is %s.%s".formatted(file,
						describe(file), this.domain.name(), configured.id(), how),
				"Write it as %s, set 'bailiwick.domains.%s.style=%s', or remove the setting to have the style detected."
					.formatted(configured.example(), this.domain.name(), style.id()));
	}

	private static String describe(NamedFile file) {
		MigrationStyle style = (file.style() != null) ? file.style() : MigrationStyle.FLYWAY;
		return (style == MigrationStyle.NUMBERED) ? "numbered, without marks" : style.id();
	}

	ScriptException code(ScriptFile file) {
		return new ScriptException(
				"The file '%s' is a migration in a programming language, which nothing here runs.".formatted(file),
				"Write it in SQL, or as a JavaMigration bean that is bound to the domain with @OfDomain(\"%s\"), and remove the file."
					.formatted(this.domain.name()));
	}

	ScriptException unreadable(ScriptFile file, @Nullable MigrationStyle style) {
		if (file.filename().endsWith(".class")) {
			return new ScriptException(
					"The class '%s' lies in a folder of migrations, where nothing looks for classes.".formatted(file),
					"Declare the Java migration as a bean and bind it to its domain with @OfDomain.");
		}
		String action = (style == null || style == MigrationStyle.FLYWAY) ? flywayNames(file)
				: "Name it in the style of its folder, for instance '%s'. What is no migration belongs elsewhere."
					.formatted(style.example());
		return new ScriptException(
				"The file '%s' would be passed over in silence: its name is not that of a migration.".formatted(file),
				action);
	}

	private static String flywayNames(ScriptFile file) {
		String suggestion = ScriptName.suggestionFor(file.filename());
		return ((suggestion != null) ? "Rename it, probably to '%s'. ".formatted(suggestion) : "")
				+ "A migration is called 'V<version>__<description>.sql', a repeatable one 'R__<description>.sql', "
				+ "with two underscores before the description and in exactly these cases. "
				+ "What is no migration belongs elsewhere.";
	}

}
