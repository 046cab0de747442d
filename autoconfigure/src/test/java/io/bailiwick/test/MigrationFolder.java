package io.bailiwick.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of SQL files that a test writes and puts on the class path of an application.
 */
public final class MigrationFolder {

	private final Path root;

	public MigrationFolder(Path root) {
		this.root = root;
	}

	/**
	 * Write a file, for instance {@code db/migration/users/V1__create.sql}.
	 */
	public MigrationFolder file(String path, String content) {
		try {
			Path file = this.root.resolve(path);
			Files.createDirectories(file.getParent());
			Files.writeString(file, content);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public void delete(String path) throws IOException {
		Files.delete(this.root.resolve(path));
	}

	/**
	 * A class loader of an application that has these files.
	 */
	public ClassLoader classLoader() {
		try {
			return new URLClassLoader(new URL[] { this.root.toUri().toURL() }, getClass().getClassLoader());
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
