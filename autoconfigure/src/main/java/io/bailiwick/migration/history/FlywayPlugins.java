package io.bailiwick.migration.history;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.UrlResource;
import org.springframework.util.Assert;

/**
 * Looks for plug-ins that may give Flyway rules of their own: other kinds of rows,
 * migrations from elsewhere, another history.
 */
public final class FlywayPlugins {

	private static final String SERVICES = "META-INF/services/org.flywaydb.core.extensibility.Plugin";

	private FlywayPlugins() {
	}

	/**
	 * Find a plug-in that is not Flyway's own.
	 * @param classLoader the class loader of the application
	 * @return the name of a class, or of the file that can not be read, or {@code null}
	 * if there is none
	 */
	public static @Nullable String unfamiliar(ClassLoader classLoader) {
		Assert.notNull(classLoader, "'classLoader' must not be null");
		try {
			for (URL services : Collections.list(classLoader.getResources(SERVICES))) {
				for (String line : new UrlResource(services).getContentAsString(StandardCharsets.UTF_8).split("\\R")) {
					String name = line.replaceFirst("#.*", "").trim();
					if (!name.isEmpty() && !isFlyways(name)) {
						return name;
					}
				}
			}
			return null;
		}
		catch (IOException ex) {
			return SERVICES;
		}
	}

	private static boolean isFlyways(String name) {
		return name.startsWith("org.flywaydb.core.") || name.startsWith("org.flywaydb.database.");
	}

}
