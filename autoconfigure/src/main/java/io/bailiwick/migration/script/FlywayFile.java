package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;

import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A file of a domain, as Flyway is shown it.
 */
public final class FlywayFile {

	private final NamedFile file;

	private final @Nullable MigrationScript script;

	/**
	 * Create a file.
	 * @param file the file
	 * @param script the way forward that it holds, if it is a migration
	 */
	FlywayFile(NamedFile file, @Nullable MigrationScript script) {
		this.file = file;
		this.script = script;
	}

	/**
	 * Return what the file is for.
	 * @return the purpose of the file
	 */
	public Purpose purpose() {
		return switch (this.file.kind()) {
			case VERSIONED -> Purpose.VERSIONED;
			case REPEATABLE -> Purpose.REPEATABLE;
			case BASELINE -> Purpose.BASELINE;
			case UNDO, CALLBACK, CONFIGURATION -> Purpose.OTHER;
		};
	}

	/**
	 * Return the version.
	 * @return the version, or {@code null} if the file has none
	 */
	public @Nullable String version() {
		MigrationVersion version = this.file.name().version();
		return (version != null) ? version.getVersion() : null;
	}

	/**
	 * Return the description.
	 * @return the description, not shortened
	 */
	public String description() {
		return this.file.name().description();
	}

	/**
	 * Return the name by which Flyway knows what the file is.
	 * @return the name, without the folders
	 */
	public String filename() {
		return this.file.flywayName();
	}

	/**
	 * Read the file, exactly as Flyway does.
	 * @param encoding the encoding of the file
	 * @return the content
	 * @throws IOException if the file can not be read
	 * @throws ScriptException when reading, if the file is not of that encoding
	 */
	public Reader read(Charset encoding) throws IOException {
		Assert.notNull(encoding, "'encoding' must not be null");
		return (this.script != null) ? this.script.resource(encoding).read()
				: new EncodingCheckedReader(this.file.file(), encoding);
	}

	@Override
	public String toString() {
		return this.file.toString();
	}

	/**
	 * What a file is for.
	 */
	public enum Purpose {

		/**
		 * A migration with a version, applied once.
		 */
		VERSIONED,

		/**
		 * A migration without a version, applied whenever it changes.
		 */
		REPEATABLE,

		/**
		 * A migration that stands for all versions up to its own.
		 */
		BASELINE,

		/**
		 * No migration, but it may change what Flyway does.
		 */
		OTHER

	}

}
