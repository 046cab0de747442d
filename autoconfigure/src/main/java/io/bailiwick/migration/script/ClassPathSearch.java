package io.bailiwick.migration.script;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.StringUtils;

/**
 * Looks for the files of a folder in every directory and archive of the class path.
 */
final class ClassPathSearch {

	private static final String IN_ARCHIVE = "!/";

	private final ResourcePatternResolver resolver;

	private final String folder;

	ClassPathSearch(ResourcePatternResolver resolver, String path) {
		this.resolver = resolver;
		this.folder = path + "/";
	}

	List<ScriptFile> files() throws IOException {
		return files("classpath*:" + this.folder + "**/*");
	}

	List<ScriptFile> filesInEveryArchive() throws IOException {
		return files("classpath*:**/" + this.folder + "**/*");
	}

	private List<ScriptFile> files(String pattern) throws IOException {
		List<ScriptFile> files = new ArrayList<>();
		for (Resource resource : find(pattern)) {
			String path = pathBelowFolder(resource);
			if (path != null && !path.isEmpty() && !path.endsWith("/") && resource.isReadable()) {
				files.add(new ScriptFile(StringUtils.trimTrailingCharacter(this.folder, '/'), path, resource));
			}
		}
		return files;
	}

	private Resource[] find(String pattern) throws IOException {
		try {
			return this.resolver.getResources(pattern);
		}
		catch (FileNotFoundException ex) {
			return new Resource[0];
		}
	}

	private @Nullable String pathBelowFolder(Resource resource) throws IOException {
		if (resource.isFile()) {
			return pathBelowDirectory(resource.getFile().getPath().replace('\\', '/'));
		}
		String url = decode(resource.getURL().toString());
		int entry = url.lastIndexOf(IN_ARCHIVE);
		if (entry >= 0) {
			String name = url.substring(entry + IN_ARCHIVE.length());
			return name.startsWith(this.folder) ? name.substring(this.folder.length()) : null;
		}
		return pathBelowDirectory(url);
	}

	private static String decode(String url) {
		try {
			return StringUtils.uriDecode(url, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// The name of an entry, which nobody encoded.
			return url;
		}
	}

	private @Nullable String pathBelowDirectory(String path) throws IOException {
		int start = path.indexOf("/" + this.folder);
		if (start < 0) {
			return null;
		}
		// The way to a class path directory may itself lead through such a folder.
		return (start == path.lastIndexOf("/" + this.folder)) ? path.substring(start + 1 + this.folder.length())
				: pathBelowRoot(path);
	}

	private @Nullable String pathBelowRoot(String path) throws IOException {
		for (Resource root : find("classpath*:" + this.folder)) {
			if (root.isFile()) {
				String directory = root.getFile().getPath().replace('\\', '/') + "/";
				if (path.startsWith(directory)) {
					return path.substring(directory.length());
				}
			}
		}
		return null;
	}

}
