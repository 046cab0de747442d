package io.bailiwick.migration.script;

import java.nio.charset.Charset;
import java.util.Locale;

import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A change of a domain's schema, as its files describe it.
 *
 * @param domain the name of the domain
 * @param kind what kind of migration it is
 * @param version the version, or {@code null} if it is repeatable
 * @param description the description, as the history records it; empty if the file's name
 * has none
 * @param style the style in which its files are named
 * @param up the way forward
 * @param down the way back, or {@code null} if there is none
 */
public record Migration(String domain, Kind kind, @Nullable MigrationVersion version, String description,
		MigrationStyle style, MigrationScript up, @Nullable MigrationScript down) {

	/**
	 * Create a migration.
	 */
	public Migration {
		Assert.isTrue((kind == Kind.REPEATABLE) == (version == null), "Only a repeatable migration has no version");
		Assert.isTrue(kind == Kind.VERSIONED || down == null, "Only a versioned migration has a way back");
	}

	/**
	 * Return the real path of its file below the folder of the migrations, which is what
	 * the history records.
	 * @return the path
	 */
	public String script() {
		return this.up.script();
	}

	/**
	 * Return why the migration can not be undone.
	 * @param encoding the encoding of the files
	 * @return the reason, as the end of a sentence, or {@code null} if there is a way
	 * back that has something to run
	 */
	public @Nullable String undoObstacle(Charset encoding) {
		if (this.kind != Kind.VERSIONED) {
			return "a %s migration has no way back".formatted(this.kind.name().toLowerCase(Locale.ROOT));
		}
		if (this.down == null) {
			return this.up.missingDown();
		}
		return this.down.isEmpty(encoding) ? "its way back in '%s' has nothing to run".formatted(this.down.path())
				: null;
	}

	/**
	 * What kind of migration it is.
	 */
	public enum Kind {

		/**
		 * It runs once.
		 */
		VERSIONED,

		/**
		 * It runs whenever its file has changed.
		 */
		REPEATABLE,

		/**
		 * It stands for all versions up to its own where none of them has run.
		 */
		BASELINE

	}

}
