package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/**
 * The archives that tests have at hand.
 */
final class TestBinaries {

	private TestBinaries() {
	}

	static URL archive() {
		return Platform.current().findArchive(PostgresBinaries.onClasspath());
	}

	static Path jar() {
		try {
			return Path.of(((JarURLConnection) archive().openConnection()).getJarFileURL().toURI());
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A jar of PostgreSQL 14, when Maven's local repository has one.
	 * @return the jar
	 */
	static Path otherMajor() {
		Path versions = jar().getParent().getParent();
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(versions, "14.*")) {
			for (Path directory : directories) {
				Path jar = directory.resolve("%s-%s.jar".formatted(versions.getFileName(), directory.getFileName()));
				if (Files.exists(jar)) {
					return jar;
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return Assumptions.abort("No PostgreSQL 14 beside " + jar());
	}

}
