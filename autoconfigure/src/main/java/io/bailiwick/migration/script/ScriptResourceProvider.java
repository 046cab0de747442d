package io.bailiwick.migration.script;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.bailiwick.migration.script.ScriptName.Kind;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Shows Flyway the files of one domain, in its own words, without letting it scan the
 * class path.
 * <p>
 * Ways back stay hidden: Flyway's community edition takes them for misspelt names.
 */
final class ScriptResourceProvider implements ResourceProvider {

	private static final String CONFIGURATION = ".conf";

	private final Map<String, LoadableResource> resources = new LinkedHashMap<>();

	private final Map<String, MigrationScript> scripts = new LinkedHashMap<>();

	private final Map<String, Optional<LoadableResource>> configurations = new ConcurrentHashMap<>();

	private final Charset encoding;

	private final List<NamedFile> files;

	ScriptResourceProvider(List<NamedFile> files, List<Migration> migrations, Charset encoding) {
		this.files = files;
		this.encoding = encoding;
		migrations.forEach((migration) -> this.scripts.put(migration.script(), migration.up()));
		for (NamedFile file : files) {
			String path = file.file().path();
			MigrationScript script = this.scripts.get(path);
			if (script != null) {
				this.resources.put(path, script.resource(encoding));
			}
			else if (file.kind() != Kind.UNDO) {
				this.resources.put(path,
						new ScriptResource(file.file(), file.flywayName(), Section.WHOLE_FILE, encoding));
			}
		}
	}

	boolean provides(List<NamedFile> files) {
		return this.files == files;
	}

	@Override
	@SuppressWarnings("NullAway") // Flyway's contract, which it does not annotate
	public @Nullable LoadableResource getResource(String name) {
		MigrationScript script = name.endsWith(CONFIGURATION)
				? this.scripts.get(name.substring(0, name.length() - CONFIGURATION.length())) : null;
		return (script != null) ? configurationOf(script) : this.resources.get(name);
	}

	/**
	 * Flyway asks again with every verb, and the answer may take a look into the script.
	 */
	private @Nullable LoadableResource configurationOf(MigrationScript script) {
		return this.configurations
			.computeIfAbsent(script.script(), (key) -> Optional.ofNullable(script.configuration(this.encoding)))
			.orElse(null);
	}

	@Override
	public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
		return this.resources.values()
			.stream()
			.filter((resource) -> resource.getFilename().startsWith(prefix))
			.filter((resource) -> Arrays.stream(suffixes).anyMatch(resource.getFilename()::endsWith))
			.toList();
	}

}
