package io.bailiwick.migration.script;

import java.io.Reader;
import java.io.StringReader;

import org.flywaydb.core.api.resource.LoadableResource;

/**
 * A file that exists for Flyway only.
 */
final class TextResource extends LoadableResource {

	private final String relativePath;

	private final String displayPath;

	private final String text;

	TextResource(String relativePath, String displayPath, String text) {
		this.relativePath = relativePath;
		this.displayPath = displayPath;
		this.text = text;
	}

	@Override
	public Reader read() {
		return new StringReader(this.text);
	}

	@Override
	public String getAbsolutePath() {
		return this.displayPath;
	}

	@Override
	public String getAbsolutePathOnDisk() {
		return this.displayPath;
	}

	@Override
	public String getFilename() {
		return this.relativePath.substring(this.relativePath.lastIndexOf('/') + 1);
	}

	@Override
	public String getRelativePath() {
		return this.relativePath;
	}

}
