package io.bailiwick.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domains;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One of the applications to compare. They differ in their class path and configuration
 * only.
 *
 * @param name what to call it
 * @param database the name of its database
 * @param classPath the class path of its process
 * @param arguments the arguments of its process
 */
record Variant(String name, String database, String classPath, List<String> arguments) {

	private static final int MORE_DOMAINS = 7;

	private static final int MIGRATIONS = 20;

	private static final List<String> DOMAINS = List.of("users", "wallets", "transfers");

	private static final String PLAIN_CONFIGURATION = """
			spring:
			  flyway:
			    schemas: %s
			""";

	private static final String STARTER_CONFIGURATION = """
			bailiwick:
			  domains:
			    users: {}
			    wallets:
			      depends-on: users
			    transfers:
			      depends-on: [users, wallets]
			""";

	/**
	 * Plain Spring Boot: one Flyway runs all files from one folder, in the order in which
	 * the domains need each other.
	 * @param directory where to write its configuration and its migrations
	 * @return the application
	 */
	static Variant plain(Path directory) throws IOException {
		int version = 0;
		for (String domain : DOMAINS) {
			for (Resource script : scripts(domain)) {
				String description = String.valueOf(script.getFilename()).replaceFirst("V\\d+__", "");
				copy(script, directory.resolve("db/migration/V%d__%s".formatted(++version, description)));
			}
		}
		Files.writeString(directory.resolve("application.yml"),
				PLAIN_CONFIGURATION.formatted(String.join(", ", DOMAINS)));
		return new Variant("plain", "plain", classPath(directory, false), List.of());
	}

	/**
	 * The starter with three domains and the same files.
	 * @param directory where to write its configuration and its migrations
	 * @return the application
	 */
	static Variant starter(Path directory) throws IOException {
		writeDomains(directory);
		return new Variant("starter", "starter", classPath(directory, true), List.of());
	}

	/**
	 * The starter with ten domains, with migrations and without.
	 * @param directory where to write its configuration and its migrations
	 * @return the application that migrates, then the same with migrations switched off
	 */
	static List<Variant> tenDomains(Path directory) throws IOException {
		writeDomains(directory);
		for (int domain = 1; domain <= MORE_DOMAINS; domain++) {
			Path folder = Files.createDirectories(directory.resolve("db/migration/domain_" + domain));
			for (int version = 1; version <= MIGRATIONS; version++) {
				Files.writeString(folder.resolve("V%d__create_table_%d.sql".formatted(version, version)),
						"CREATE TABLE domain_%d.table_%d (id bigint PRIMARY KEY);".formatted(domain, version));
			}
		}
		String classPath = classPath(directory, true);
		return List.of(new Variant("migrations on", "ten", classPath, List.of()),
				new Variant("migrations off", "ten", classPath, List.of("--spring.flyway.enabled=false")));
	}

	private static void writeDomains(Path directory) throws IOException {
		for (String domain : DOMAINS) {
			for (Resource script : scripts(domain)) {
				copy(script, directory.resolve("db/migration/" + domain + "/" + script.getFilename()));
			}
		}
		Files.writeString(directory.resolve("application.yml"), STARTER_CONFIGURATION);
	}

	private static Resource[] scripts(String domain) throws IOException {
		Resource[] scripts = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:db/migration/" + domain + "/*.sql");
		Arrays.sort(scripts, (left, right) -> String.valueOf(left.getFilename()).compareTo(right.getFilename()));
		return scripts;
	}

	private static void copy(Resource script, Path target) throws IOException {
		Files.createDirectories(target.getParent());
		try (InputStream content = script.getInputStream()) {
			Files.copy(content, target);
		}
	}

	/**
	 * This process's class path without the sample's migrations, which both have in their
	 * own directory, and without the starter for the application that does not have it.
	 */
	private static String classPath(Path directory, boolean starter) {
		Path library = locationOf(Domains.class);
		String inherited = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath())
			.filter((entry) -> starter || !entry.equals(library))
			.filter((entry) -> !entry.getFileName().toString().startsWith("bailiwick-sample-migrations"))
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
		return directory + File.pathSeparator + inherited;
	}

	private static Path locationOf(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toAbsolutePath();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
