package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.StringUtils;

/**
 * A folder of scripts, on the class path (where it may lie in several places at once) or
 * in the file system.
 *
 * @param onClassPath whether to look for it on the class path
 * @param path the path of the folder, without a prefix and without a slash at its end; on
 * the class path without one at its beginning either
 */
record ScriptFolder(boolean onClassPath, String path) {

	/**
	 * Read a location as a user writes it: {@code classpath:}, {@code classpath*:},
	 * {@code filesystem:} (Flyway's spelling), {@code file:} or no prefix, which means
	 * the class path.
	 */
	static ScriptFolder of(String location) {
		String trimmed = StringUtils.trimTrailingCharacter(location.trim(), '/');
		for (String prefix : List.of("filesystem:", "file:")) {
			if (trimmed.startsWith(prefix)) {
				return new ScriptFolder(false, DirectorySearch.path(trimmed, prefix));
			}
		}
		for (String prefix : List.of("classpath*:", "classpath:")) {
			if (trimmed.startsWith(prefix)) {
				trimmed = trimmed.substring(prefix.length());
			}
		}
		return new ScriptFolder(true, StringUtils.trimLeadingCharacter(trimmed, '/'));
	}

	/**
	 * Find every file below this folder, in the order of their paths.
	 */
	List<ScriptFile> files(ResourcePatternResolver resolver) {
		return sorted(() -> this.onClassPath ? new ClassPathSearch(resolver, this.path).files()
				: new DirectorySearch(this.path).files());
	}

	/**
	 * Find the files also in archives that have no entries for their folders, which takes
	 * reading the whole table of contents of every archive on the class path.
	 */
	List<ScriptFile> filesInEveryArchive(ResourcePatternResolver resolver) {
		return this.onClassPath ? sorted(new ClassPathSearch(resolver, this.path)::filesInEveryArchive) : List.of();
	}

	private List<ScriptFile> sorted(Search search) {
		try {
			return search.files().stream().sorted(Comparator.comparing(ScriptFile::path)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the folder '%s'".formatted(this.path), ex);
		}
	}

	private interface Search {

		List<ScriptFile> files() throws IOException;

	}

}
