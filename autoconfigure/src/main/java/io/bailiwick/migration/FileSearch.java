package io.bailiwick.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;

import org.springframework.util.FileCopyUtils;

/**
 * Searches a domain's files for a text.
 */
final class FileSearch {

	private final Configuration configuration;

	FileSearch(Configuration configuration) {
		this.configuration = configuration;
	}

	/**
	 * Say in which files, and in which line of each, the text stands first.
	 */
	String placesOf(String text) {
		List<String> places = this.configuration.getResourceProvider()
			.getResources("", this.configuration.getSqlMigrationSuffixes())
			.stream()
			.filter((file) -> content(file).contains(text))
			.map((file) -> "%s, line %d".formatted(file.getAbsolutePath(), line(content(file), text)))
			.toList();
		return places.isEmpty() ? "it could not be found again" : String.join("; ", places);
	}

	private static long line(String content, String text) {
		return 1 + content.substring(0, content.indexOf(text)).chars().filter((character) -> character == '\n').count();
	}

	private static String content(LoadableResource file) {
		try {
			return FileCopyUtils.copyToString(file.read());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
