package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.StringUtils;

/**
 * What an application is made of, as far as its databases are concerned.
 */
final class CommandVersions {

	private CommandVersions() {
	}

	static List<String> of(@Nullable Class<?> application) {
		List<String> versions = new ArrayList<>();
		if (application != null) {
			Package own = application.getPackage();
			add(versions, StringUtils.hasText(own.getImplementationTitle()) ? own.getImplementationTitle()
					: application.getSimpleName(), own.getImplementationVersion());
		}
		add(versions, "Bailiwick", CommandVersions.class.getPackage().getImplementationVersion());
		add(versions, "Spring Boot", SpringBootVersion.getVersion());
		add(versions, "Java", Runtime.version().toString());
		return versions;
	}

	private static void add(List<String> versions, String name, @Nullable String version) {
		versions.add(name + " " + ((version != null) ? version : "(unknown version)"));
	}

}
