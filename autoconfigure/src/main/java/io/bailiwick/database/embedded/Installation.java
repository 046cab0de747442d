package io.bailiwick.database.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs, unpacked and whole.
 *
 * @param home the directory that has {@code bin}, {@code lib} and {@code share}
 * @param version the server's version, such as {@code 18.6}
 */
record Installation(Path home, String version) {

	private static final String MANIFEST = "bailiwick.properties";

	private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\S+)");

	private static final Pattern MAJOR = Pattern.compile("\\D.*");

	String program(String name) {
		return this.home.resolve("bin").resolve(name).toString();
	}

	String major() {
		return MAJOR.matcher(this.version).replaceFirst("");
	}

	/**
	 * The installation in a directory.
	 * @param home the directory
	 * @return the installation, or {@code null} when there is none or it is not whole: a
	 * power cut or a cleaner of temporary files may have taken some of it
	 * @throws IOException when the directory cannot be read
	 */
	static @Nullable Installation find(Path home) throws IOException {
		Properties manifest = new Properties();
		try (Reader reader = Files.newBufferedReader(home.resolve(MANIFEST))) {
			manifest.load(reader);
		}
		catch (NoSuchFileException | IllegalArgumentException ex) {
			return null;
		}
		String version = manifest.getProperty("version");
		return (version != null && Contents.of(home).toString().equals(manifest.getProperty("contents")))
				? new Installation(home, version) : null;
	}

	/**
	 * Declares the freshly unpacked directory an installation, when its server runs here.
	 * @param home the directory
	 * @throws IOException when its server does not run here or the directory cannot be
	 * written
	 */
	static void declare(Path home) throws IOException {
		Command.Result result = Command.run(List.of(home.resolve("bin/postgres").toString(), "--version"), home,
				Duration.ofMinutes(1));
		Matcher version = VERSION.matcher(result.output());
		if (!result.successful() || !version.find()) {
			throw new IOException("'postgres --version' ended with code %d and said: %s".formatted(result.exitCode(),
					result.output()));
		}
		Properties manifest = new Properties();
		manifest.setProperty("version", version.group(1));
		manifest.setProperty("contents", Contents.of(home).toString());
		try (Writer writer = Files.newBufferedWriter(home.resolve(MANIFEST))) {
			manifest.store(writer, null);
		}
	}

	/**
	 * What is in an installation: truncated and missing files change it.
	 *
	 * @param files the number of files
	 * @param bytes their total size
	 */
	private record Contents(long files, long bytes) {

		static Contents of(Path home) throws IOException {
			long[] counts = new long[2];
			Files.walkFileTree(home, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (!file.endsWith(MANIFEST)) {
						counts[0]++;
						counts[1] += attributes.size();
					}
					return FileVisitResult.CONTINUE;
				}

			});
			return new Contents(counts[0], counts[1]);
		}

	}

}
