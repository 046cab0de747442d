package io.bailiwick.migration.script;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Shows Flyway the files of one domain, without letting it scan the class path.
 * <p>
 * Undo scripts stay hidden: Flyway's community edition takes them for misspelt names.
 */
final class ScriptResourceProvider implements ResourceProvider {

	private final Map<String, LoadableResource> resources = new LinkedHashMap<>();

	ScriptResourceProvider(List<ScriptFile> files, Charset encoding) {
		for (ScriptFile file : files) {
			ScriptName name = ScriptName.parse(file.filename());
			if (name != null && name.kind() != ScriptName.Kind.UNDO) {
				this.resources.put(file.path(), new ScriptResource(file, encoding));
			}
		}
	}

	@Override
	@SuppressWarnings("NullAway") // Flyway's contract, which it does not annotate
	public @Nullable LoadableResource getResource(String name) {
		return this.resources.get(name);
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
