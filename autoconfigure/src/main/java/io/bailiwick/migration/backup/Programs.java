package io.bailiwick.migration.backup;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Finds {@code pg_dump} and {@code pg_restore}: in the directory that is configured, or
 * else on the path and where the packages of Debian and of PostgreSQL itself put those of
 * each version.
 */
final class Programs {

	private static final String PROPERTY = "bailiwick.backup.bin-directory";

	private static final boolean WINDOWS = File.separatorChar == '\\';

	private final @Nullable Path configured;

	private final String searchPath;

	private final List<Path> packages;

	Programs(@Nullable Path configured) {
		this(configured, Objects.requireNonNullElse(System.getenv("PATH"), ""),
				List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr")));
	}

	/**
	 * Create an instance.
	 * @param searchPath directories as the environment lists them
	 * @param packages directories whose sub-folders hold one version each
	 */
	Programs(@Nullable Path configured, String searchPath, List<Path> packages) {
		this.configured = configured;
		this.searchPath = searchPath;
		this.packages = packages;
	}

	/**
	 * The {@code pg_dump} for a server: of its own version if there is one, and never an
	 * older one, which would refuse.
	 */
	Program dump(int serverMajor) {
		List<Program> found = find("pg_dump");
		return found.stream()
			.filter((program) -> program.major() >= serverMajor)
			.min(Comparator.comparingInt(Program::major))
			.orElseThrow(() -> found.isEmpty() ? missing("pg_dump", serverMajor) : tooOld(found, serverMajor));
	}

	/**
	 * All of {@code pg_restore}, that of the server's version first, then newer ones: an
	 * older one may not be able to read the archive.
	 */
	List<Program> restore(int serverMajor) {
		List<Program> found = find("pg_restore");
		if (found.isEmpty()) {
			throw missing("pg_restore", serverMajor);
		}
		return found.stream()
			.sorted(Comparator.comparing((Program program) -> program.major() < serverMajor)
				.thenComparingInt((program) -> Math.abs(program.major() - serverMajor)))
			.toList();
	}

	private List<Program> find(String name) {
		List<Program> found = new ArrayList<>();
		for (Path directory : directories()) {
			Path file = directory.resolve(WINDOWS ? name + ".exe" : name);
			if (Files.isExecutable(file) && Files.isRegularFile(file)) {
				Program program = Program.of(file);
				if (program != null) {
					found.add(program);
				}
			}
		}
		return found;
	}

	private Set<Path> directories() {
		if (this.configured != null) {
			return Set.of(this.configured);
		}
		Set<Path> directories = new LinkedHashSet<>();
		for (String directory : this.searchPath.split(File.pathSeparator)) {
			if (!directory.isBlank()) {
				directories.add(Path.of(directory));
			}
		}
		for (Path versions : this.packages) {
			try (DirectoryStream<Path> found = Files.newDirectoryStream(versions, "{[0-9]*,pgsql-[0-9]*}")) {
				found.forEach((version) -> directories.add(version.resolve("bin")));
			}
			catch (IOException ex) {
				// Another system has other places.
			}
		}
		return directories;
	}

	private BackupException missing(String name, int serverMajor) {
		String where = (this.configured != null) ? "in '%s' ('%s')".formatted(this.configured, PROPERTY)
				: "on the path";
		return new BackupException(
				"There is no %s %s. The programs of an embedded server do not include it.%n%nNothing was changed."
					.formatted(name, where),
				"Install the client programs of PostgreSQL %d or later (Debian: postgresql-client-%d), or name their directory in '%s'."
					.formatted(serverMajor, serverMajor, PROPERTY));
	}

	private static BackupException tooOld(List<Program> found, int serverMajor) {
		String list = found.stream()
			.map((program) -> "%s (%s)".formatted(program.version(), program.path()))
			.distinct()
			.collect(Collectors.joining(", "));
		return new BackupException(
				"The server is PostgreSQL %d, and no pg_dump here is as new: %s. An older one refuses to save its data.%n%nNothing was changed."
					.formatted(serverMajor, list),
				"Install the client programs of PostgreSQL %d or later (Debian: postgresql-client-%d), or name their directory in '%s'."
					.formatted(serverMajor, serverMajor, PROPERTY));
	}

}
