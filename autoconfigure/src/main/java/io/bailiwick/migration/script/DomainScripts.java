package io.bailiwick.migration.script;

import java.nio.charset.Charset;
import java.util.List;

import org.flywaydb.core.api.ResourceProvider;

/**
 * The files that make up one domain's schema, checked and ready to be run.
 */
public final class DomainScripts {

	private final String domain;

	private final List<ScriptFile> files;

	DomainScripts(String domain, List<ScriptFile> files) {
		this.domain = domain;
		this.files = List.copyOf(files);
	}

	/**
	 * Return the name of the domain that owns the files.
	 * @return the domain's name
	 */
	public String domain() {
		return this.domain;
	}

	/**
	 * Return the paths of the files, as messages show them.
	 * @return the paths, in the order of the class path folders they lie in
	 */
	public List<String> paths() {
		return this.files.stream().map(ScriptFile::displayPath).toList();
	}

	/**
	 * Hand exactly these files, and no others, to Flyway.
	 * @param encoding the encoding of the files
	 * @return the provider to give to Flyway's configuration
	 */
	public ResourceProvider resourceProvider(Charset encoding) {
		return new ScriptResourceProvider(this.files, encoding);
	}

	List<ScriptFile> files() {
		return this.files;
	}

}
