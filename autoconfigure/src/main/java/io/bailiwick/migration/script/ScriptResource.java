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

	private final Charset encoding;

	ScriptResource(ScriptFile file, Charset encoding) {
		this.file = file;
		this.encoding = encoding;
	}

	@Override
	public Reader read() {
		try {
			return new EncodingCheckedReader(this.file, this.encoding);
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
		return this.file.filename();
	}

	@Override
	public String getRelativePath() {
		return this.file.path();
	}

}
