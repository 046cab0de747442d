package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A class path of directories and jars that a test fills.
 */
final class TestClassPath {

	static final String CONTENT = "SELECT 1;";

	private final List<URL> urls = new ArrayList<>();

	TestClassPath directory(Path root, String... files) throws IOException {
		for (String file : files) {
			Path path = root.resolve(file);
			Files.createDirectories(path.getParent());
			Files.writeString(path, CONTENT);
		}
		this.urls.add(root.toUri().toURL());
		return this;
	}

	TestClassPath jar(Path jar, boolean withDirectoryEntries, String... files) throws IOException {
		Files.createDirectories(jar.getParent());
		TreeSet<String> directories = new TreeSet<>();
		for (String file : files) {
			for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
				directories.add(file.substring(0, slash + 1));
			}
		}
		try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
			if (withDirectoryEntries) {
				for (String directory : directories) {
					zip.putNextEntry(new ZipEntry(directory));
				}
			}
			for (String file : files) {
				zip.putNextEntry(new ZipEntry(file));
				zip.write(CONTENT.getBytes(StandardCharsets.UTF_8));
			}
		}
		this.urls.add(jar.toUri().toURL());
		return this;
	}

	ScriptFolders folders(String... profiles) {
		ClassLoader classLoader = new URLClassLoader(this.urls.toArray(URL[]::new), null);
		return new ScriptFolders(new PathMatchingResourcePatternResolver(classLoader), List.of(profiles));
	}

}
