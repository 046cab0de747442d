package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

import org.flywaydb.core.api.resource.LoadableResource;

/**
 * A domain's file as Flyway reads it.
 */
final class ScriptResource extends LoadableResource {

	private final ScriptFile file;

	private final String filename;

	private final Section section;

	private final Charset encoding;

	/**
	 * Create a resource.
	 * @param file the file
	 * @param filename the name by which Flyway knows what the file is
	 * @param section the lines to read
	 * @param encoding the encoding of the file
	 */
	ScriptResource(ScriptFile file, String filename, Section section, Charset encoding) {
		this.file = file;
		this.filename = filename;
		this.section = section;
		this.encoding = encoding;
	}

	@Override
	public Reader read() {
		try {
			Reader reader = new EncodingCheckedReader(this.file, this.encoding);
			return new EndCheckedReader(
					this.section.equals(Section.WHOLE_FILE) ? reader : new SectionReader(reader, this.section),
					this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read '%s'".formatted(this.file), ex);
		}
	}

	@Override
	public String getAbsolutePath() {
		return this.file.displayPath();
	}

	@Override
	public String getAbsolutePathOnDisk() {
		try {
			return this.file.resource().isFile() ? this.file.resource().getFile().getAbsolutePath()
					: this.file.resource().getURL().toString();
		}
		catch (IOException ex) {
			return this.file.displayPath();
		}
	}

	@Override
	public String getFilename() {
		return this.filename;
	}

	@Override
	public String getRelativePath() {
		return this.file.path();
	}

}
