package io.bailiwick.migration.script;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.StringUtils;

/**
 * A folder that may lie in several places of the class path at once, with everything
 * below it.
 *
 * @param prefix how to search it, for instance {@code classpath*:}
 * @param path the path of the folder, without slashes at its ends unless it is absolute
 */
record ScriptFolder(String prefix, String path) {

	/**
	 * Read a location as a user writes it: {@code classpath:}, {@code classpath*:},
	 * {@code filesystem:} (Flyway's spelling), {@code file:} or no prefix, which means
	 * the class path.
	 */
	static ScriptFolder of(String location) {
		String trimmed = StringUtils.trimTrailingCharacter(location.trim(), '/');
		for (String prefix : List.of("filesystem:", "file:")) {
			if (trimmed.startsWith(prefix)) {
				return new ScriptFolder("file:", trimmed.substring(prefix.length()));
			}
		}
		for (String prefix : List.of("classpath*:", "classpath:")) {
			if (trimmed.startsWith(prefix)) {
				trimmed = trimmed.substring(prefix.length());
			}
		}
		return new ScriptFolder("classpath*:", StringUtils.trimLeadingCharacter(trimmed, '/'));
	}

	/**
	 * Find every file below this folder, in the order of their paths.
	 */
	List<ScriptFile> files(ResourcePatternResolver resolver) {
		List<ScriptFile> files = new ArrayList<>();
		try {
			for (Resource resource : resolver.getResources(this.prefix + this.path + "/**/*.*")) {
				if (resource.isReadable()) {
					files.add(new ScriptFile(this.path, pathBelow(resource), resource));
				}
			}
		}
		catch (FileNotFoundException ex) {
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the folder '%s'".formatted(this.path), ex);
		}
		files.sort(Comparator.comparing(ScriptFile::path));
		return files;
	}

	private String pathBelow(Resource resource) throws IOException {
		String url = URLDecoder.decode(resource.getURL().toString().replace("+", "%2B"), StandardCharsets.UTF_8);
		String folder = StringUtils.trimLeadingCharacter(this.path, '/') + "/";
		int start = url.lastIndexOf("/" + folder);
		return url.substring(start + 1 + folder.length());
	}

}
