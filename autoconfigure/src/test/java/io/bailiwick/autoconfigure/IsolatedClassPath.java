package io.bailiwick.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a main method with a class path of its own, of which libraries can be left out.
 * Unlike a filter in front of the class path of the tests, this also shows a class that
 * can not be linked.
 */
final class IsolatedClassPath {

	/**
	 * What no application here has: it would only take time.
	 */
	private static final List<String> NEVER = List.of("/spring-boot-data-", "/spring-data-", "/spring-boot-hibernate",
			"/spring-boot-jpa", "/h2-", "/spring-boot-testcontainers", "/testcontainers",
			"/spring-boot-docker-compose");

	private final List<URL> urls = new ArrayList<>();

	IsolatedClassPath(Path... directories) {
		Arrays.stream(directories).forEach((directory) -> this.urls.add(url(directory.toFile())));
	}

	IsolatedClassPath andTestsWithout(String... missing) {
		entries().filter((entry) -> Arrays.stream(missing).noneMatch(entry::contains))
			.forEach((entry) -> this.urls.add(url(new File(entry))));
		return this;
	}

	static Stream<String> entries() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> NEVER.stream().noneMatch(entry::contains));
	}

	/**
	 * Run a class.
	 * @return what it printed
	 */
	String run(String mainClass, String... arguments) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		PrintStream out = System.out;
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		try (URLClassLoader classLoader = new URLClassLoader(this.urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(classLoader);
			System.setOut(new PrintStream(output, true));
			classLoader.loadClass(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
		}
		finally {
			System.setOut(out);
			thread.setContextClassLoader(before);
		}
		return output.toString();
	}

	private static URL url(File file) {
		try {
			return file.toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
