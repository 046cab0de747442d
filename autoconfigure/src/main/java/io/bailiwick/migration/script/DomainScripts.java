package io.bailiwick.migration.script;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.api.ResourceProvider;
import org.jspecify.annotations.Nullable;

/**
 * The files that make up one domain's schema, checked and ready to be run.
 */
public final class DomainScripts {

	private final String domain;

	private final List<NamedFile> files;

	private final List<Migration> migrations;

	DomainScripts(String domain, List<NamedFile> files, List<Migration> migrations) {
		this.domain = domain;
		this.files = List.copyOf(files);
		this.migrations = List.copyOf(migrations);
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
		return this.files.stream().map((file) -> file.file().displayPath()).toList();
	}

	/**
	 * Return what the files describe, each migration with its way forward and its way
	 * back.
	 * @return the migrations: by version, then the repeatable ones by description
	 */
	public List<Migration> migrations() {
		return this.migrations;
	}

	/**
	 * Hand exactly these files, and no others, to Flyway.
	 * @param encoding the encoding of the files
	 * @return the provider to give to Flyway's configuration
	 */
	public ResourceProvider resourceProvider(Charset encoding) {
		return new ScriptResourceProvider(this.files, this.migrations, encoding);
	}

	/**
	 * Whether a provider is one that hands these files to Flyway.
	 * @param provider the provider of a Flyway, or {@code null} if it has none
	 * @return whether it comes from here
	 */
	public boolean areProvidedBy(@Nullable ResourceProvider provider) {
		return provider instanceof ScriptResourceProvider own && own.provides(this.files);
	}

	/**
	 * Return exactly the files that Flyway is shown.
	 * @return the files, without those that undo a migration
	 */
	public List<FlywayFile> shown() {
		Map<String, MigrationScript> forward = new HashMap<>();
		this.migrations.forEach((migration) -> forward.put(migration.script(), migration.up()));
		List<FlywayFile> shown = new ArrayList<>();
		for (NamedFile file : this.files) {
			MigrationScript script = forward.get(file.file().path());
			if (script != null || file.kind() != ScriptName.Kind.UNDO) {
				shown.add(new FlywayFile(file, script));
			}
		}
		return shown;
	}

}
