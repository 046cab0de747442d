package io.bailiwick.migration.script;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.io.FileSystemResource;
import org.springframework.util.ResourceUtils;

/**
 * Looks for the files of a folder in the file system, whatever characters its path has.
 */
final class DirectorySearch {

	private final String path;

	DirectorySearch(String path) {
		this.path = path;
	}

	/**
	 * The path that a location means: {@code filesystem:} takes it literally,
	 * {@code file:} is a URL and may be encoded.
	 */
	static String path(String location, String prefix) {
		try {
			return prefix.equals("file:") ? ResourceUtils.getFile(location).getPath()
					: location.substring(prefix.length());
		}
		catch (FileNotFoundException ex) {
			return location.substring(prefix.length());
		}
	}

	List<ScriptFile> files() throws IOException {
		Path root = Path.of(this.path);
		if (!Files.isDirectory(root)) {
			return List.of();
		}
		try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
			return walk.filter((file) -> Files.isRegularFile(file) && !isInHiddenFolder(root.relativize(file)))
				.map((file) -> new ScriptFile(this.path, root.relativize(file).toString().replace('\\', '/'),
						new FileSystemResource(file)))
				.toList();
		}
	}

	/**
	 * A volume that Kubernetes mounts shows each file twice: linked, and in a hidden
	 * folder.
	 */
	private static boolean isInHiddenFolder(Path file) {
		for (Path name : file) {
			if (name.toString().startsWith(".") && !name.equals(file.getFileName())) {
				return true;
			}
		}
		return false;
	}

}
